// Colours and patterns of the figures: one hue for order, Okabe-Ito for categories, patterns so that grey print still reads.
import { s } from "./dom";

export interface Theme {
  name: "light" | "dark";
  paper: string;
  ink: string;
  soft: string;
  rule: string;
  sea: string;
  land: [number, number, number];
  seaRgb: [number, number, number];
  /** Bands from the lowest altitude seen to the highest. */
  ramp: string[];
  outline: string;
  shadow: string;
  accent: string;
  added: string;
  lost: string;
  ground: string;
  band: string;
}

export const LIGHT: Theme = {
  name: "light",
  paper: "#fdfcf9",
  ink: "#17191c",
  soft: "#565b61",
  rule: "#d5d1c8",
  sea: "#e4eaed",
  land: [240, 236, 227],
  seaRgb: [226, 233, 237],
  ramp: ["#08306b", "#1c5796", "#3f7fb9", "#6fa5d1", "#9dc3e2", "#c6dcef"],
  outline: "#062a5c",
  shadow: "#6f6b64",
  accent: "#0b4f8f",
  added: "#0072b2",
  lost: "#b84a00",
  ground: "#8d857a",
  band: "#b9b4aa",
};

export const DARK: Theme = {
  name: "dark",
  paper: "#14171a",
  ink: "#ecebe7",
  soft: "#a9adb2",
  rule: "#3a3f45",
  sea: "#1a222a",
  land: [44, 45, 46],
  seaRgb: [24, 32, 40],
  ramp: ["#e3f0fb", "#b3d3ef", "#7fb2de", "#4e8fc8", "#2d6ba3", "#1f4c78"],
  outline: "#f2f8fd",
  shadow: "#08090a",
  accent: "#7fb8ea",
  added: "#56b4e9",
  lost: "#f0a058",
  ground: "#7b756c",
  band: "#5a5a58",
};

const darkQuery = window.matchMedia("(prefers-color-scheme: dark)");
const printQuery = window.matchMedia("print");
let printing = false;

export function theme(): Theme {
  return darkQuery.matches && !printing && !printQuery.matches ? DARK : LIGHT;
}

export function onThemeChange(listener: () => void): void {
  darkQuery.addEventListener("change", listener);
  printQuery.addEventListener("change", listener);
  window.addEventListener("beforeprint", () => {
    printing = true;
    listener();
  });
  window.addEventListener("afterprint", () => {
    printing = false;
    listener();
  });
}

export type PatternId = "hatch" | "plus" | "minus" | "shade";

/** Pattern definitions of one figure; ids carry the figure's own prefix, so that several figures share a page. */
export function patterns(prefix: string, t: Theme): SVGDefsElement {
  const make = (id: PatternId, size: number, rotate: number, ...marks: SVGElement[]) =>
    s("pattern", { id: `${prefix}-${id}`, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${rotate})` }, ...marks);
  const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width: number) => s("line", { x1, y1, x2, y2, stroke, "stroke-width": width });
  return s(
    "defs",
    {},
    make("hatch", 7, 45, line(2, 0, 2, 7, t.paper, 3), line(4, 0, 4, 7, t.outline, 0.9)),
    make("shade", 4, -45, line(0, 0, 0, 4, t.shadow, 1.1)),
    make("plus", 12, 0, s("rect", { width: 12, height: 12, fill: t.added, "fill-opacity": 0.5 }), line(6, 3, 6, 9, t.paper, 1.6), line(3, 6, 9, 6, t.paper, 1.6)),
    make("minus", 12, 0, s("rect", { width: 12, height: 12, fill: t.lost, "fill-opacity": 0.55 }), line(3, 6, 9, 6, t.paper, 1.6)),
  );
}

// Okabe and Ito's colours by grade of evidence; each has a pattern too, so that greyscale tells them apart.
const GRADES: Record<string, [string, number, "solid" | "lines" | "dots" | "cross" | "open"]> = {
  primary: ["#0072b2", 0, "solid"],
  official: ["#56b4e9", 45, "lines"],
  secondary: ["#d55e00", -45, "lines"],
  press: ["#e69f00", 0, "dots"],
  estimate: ["#cc79a7", 45, "cross"],
  unsourced: ["#999999", 0, "lines"],
  assumed: ["#ffffff", 0, "open"],
};

/** Patterns of all grades for one figure. */
export function gradePatterns(prefix: string, t: Theme): SVGDefsElement {
  const dark = "#17191c";
  return s("defs", {}, ...Object.entries(GRADES).map(([grade, [colour, rotate, kind]]) => {
    const marks = kind === "lines" ? [s("line", { x1: 3, y1: 0, x2: 3, y2: 6, stroke: dark, "stroke-width": 1 })]
      : kind === "cross" ? [s("path", { d: "M3 0V6M0 3H6", stroke: dark, "stroke-width": 0.9, fill: "none" })]
      : kind === "dots" ? [s("circle", { cx: 3, cy: 3, r: 1.1, fill: dark })]
      : kind === "open" ? [s("circle", { cx: 3, cy: 3, r: 0.7, fill: t.soft })] : [];
    return s("pattern", { id: `${prefix}-grade-${grade}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${rotate})` },
      s("rect", { width: 6, height: 6, fill: kind === "open" ? t.paper : colour }), ...marks);
  }));
}

export function gradeFill(prefix: string, grade: string): string {
  return `url(#${prefix}-grade-${grade in GRADES ? grade : "assumed"})`;
}

export const SANS = "'Source Sans 3', 'Source Sans Pro', system-ui, 'Liberation Sans', sans-serif";
export const SERIF = "'Source Serif 4', Charter, Georgia, 'Liberation Serif', serif";
