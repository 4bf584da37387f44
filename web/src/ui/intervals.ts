// Small figures of the capacity view: values with intervals on one axis, one row each, words beside them.
import { two } from "../i18n";
import { s } from "./dom";
import { SANS, type Theme } from "./theme";

export interface IntervalRow {
  value: number | null;
  low: number | null;
  high: number | null;
  /** A is drawn open and grey, B filled. */
  side: "A" | "B";
  words?: string;
  /** Drawn as a bar from zero instead of a point. */
  bar?: boolean;
}

/** One thing that was measured, with a row for each force. */
export interface IntervalGroup {
  label: string;
  rows: IntervalRow[];
}

const LABEL_PX = 19;
const ROW_PX = 19;
const GAP_PX = 7;
const SIDE_PX = 16;
const CHARACTER_PX = 6.4;

/** Text of a figure in its own type. */
export const label = (th: Theme, x: number, y: number, content: string, attributes: Record<string, string | number> = {}): SVGTextElement =>
  s("text", { x, y, "font-family": SANS, "font-size": 12.5, fill: th.ink, ...attributes }, content);

const finite = (v: number | null) => (v === null || !Number.isFinite(v) ? 0 : v);

export function intervalText(row: { value: number | null; low: number | null; high: number | null }): string {
  if (row.low === null || row.high === null || (row.low === row.value && row.high === row.value)) return two(row.value);
  const link = row.low < 0 || row.high < 0 ? " to " : "–";
  return `${two(row.value)} (${two(row.low)}${link}${two(row.high)})`;
}

export function intervalsChart(groups: IntervalGroup[], width: number, th: Theme, name: string): SVGSVGElement {
  const rows = groups.flatMap((group) => group.rows);
  const words = (row: IntervalRow) => row.words ?? intervalText(row);
  const top = Math.max(0, ...rows.flatMap((row) => [finite(row.value), finite(row.high)])) || 1;
  const bottom = Math.min(0, ...rows.flatMap((row) => [finite(row.value), finite(row.low)]));
  const room = Math.min(width * 0.5, Math.max(...rows.map((row) => words(row).length), 4) * CHARACTER_PX + 14);
  const x = (v: number) => SIDE_PX + 6 + ((v - bottom) / (top - bottom)) * (width - SIDE_PX - 14 - room);
  const height = groups.reduce((sum, group) => sum + LABEL_PX + group.rows.length * ROW_PX + GAP_PX, 0);
  const told = groups.map((group) => `${group.label}: ${group.rows.map((row) => `${row.side} ${words(row)}`).join(", ")}`).join("; ");
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${name}. ${told}`, class: "intervals" });
  let y = 0;
  for (const group of groups) {
    svg.append(label(th, 0, y + 14, group.label));
    y += LABEL_PX;
    svg.append(s("line", { x1: x(0), x2: x(0), y1: y, y2: y + group.rows.length * ROW_PX, stroke: th.soft, "stroke-width": 0.8 }));
    for (const row of group.rows) {
      const at = y + ROW_PX / 2;
      const ink = row.side === "A" ? th.soft : th.accent;
      const fill = row.side === "A" ? th.paper : ink;
      svg.append(label(th, 0, at + 4, row.side, { "font-weight": 700, "font-size": 11.5, fill: th.soft }));
      if (row.bar) svg.append(s("rect", { x: x(0), y: at - 5, width: Math.max(1, x(finite(row.value)) - x(0)), height: 10, fill, stroke: ink, "stroke-width": 1.6 }));
      else if (row.value !== null) {
        if (row.low !== null && row.high !== null) svg.append(s("line", { x1: x(row.low), x2: x(row.high), y1: at, y2: at, stroke: ink, "stroke-width": 4, "stroke-opacity": 0.45, "stroke-linecap": "round" }));
        svg.append(s("circle", { cx: x(row.value), cy: at, r: 4.6, fill, stroke: ink, "stroke-width": 1.8 }));
      }
      svg.append(label(th, width - room + 8, at + 4, words(row), { "font-weight": 600 }));
      y += ROW_PX;
    }
    y += GAP_PX;
  }
  return svg;
}

/** Several pictures, one under the other, as one. */
export function stack(pictures: { svg: SVGSVGElement; title?: string }[], width: number, th: Theme): { svg: SVGSVGElement; width: number; height: number } {
  const all = s("svg", {});
  let y = 0;
  for (const { svg, title } of pictures) {
    if (title) {
      y += 24;
      all.append(label(th, 2, y, title, { "font-size": 15, "font-weight": 680 }));
      y += 8;
    }
    svg.setAttribute("y", String(y));
    all.append(svg);
    y += Number(svg.getAttribute("height")) + 10;
  }
  for (const [key, value] of Object.entries({ width, height: y, viewBox: `0 0 ${width} ${y}` })) all.setAttribute(key, String(value));
  return { svg: all, width, height: y };
}
