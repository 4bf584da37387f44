// Small figures of the capacity view: values with intervals on one axis, one row each, words beside them.
import { plain } from "../i18n";
import { s } from "./dom";
import { SANS, type Theme } from "./theme";

export interface IntervalRow {
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  /** "a" is drawn open and grey, "b" filled. */
  side: "a" | "b";
  words?: string;
  /** Drawn as a bar from zero instead of a point. */
  bar?: boolean;
}

const ROW_PX = 38;
const CHARACTER_PX = 6.4;

/** Text of a figure in its own type. */
export const label = (th: Theme, x: number, y: number, content: string, attributes: Record<string, string | number> = {}): SVGTextElement =>
  s("text", { x, y, "font-family": SANS, "font-size": 12.5, fill: th.ink, ...attributes }, content);

const finite = (v: number | null) => (v === null || !Number.isFinite(v) ? 0 : v);

export function intervalText(row: { value: number | null; low: number | null; high: number | null }): string {
  if (row.low === null || row.high === null || (row.low === row.value && row.high === row.value)) return plain(row.value);
  const link = row.low < 0 || row.high < 0 ? " to " : "–";
  return `${plain(row.value)} (${plain(row.low)}${link}${plain(row.high)})`;
}

/** Height of a chart of so many rows. */
export const intervalsHeight = (rows: number) => rows * ROW_PX + 6;

export function intervalsChart(rows: IntervalRow[], width: number, th: Theme, name: string): SVGSVGElement {
  const words = rows.map((row) => row.words ?? intervalText(row));
  const top = Math.max(0, ...rows.flatMap((row) => [finite(row.value), finite(row.high)])) || 1;
  const bottom = Math.min(0, ...rows.flatMap((row) => [finite(row.value), finite(row.low)]));
  const room = Math.min(width * 0.5, Math.max(...words.map((text) => text.length), 4) * CHARACTER_PX + 14);
  const x = (v: number) => 8 + ((v - bottom) / (top - bottom)) * (width - 16 - room);
  const height = intervalsHeight(rows.length);
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${name}. ${rows.map((row, i) => `${row.label}: ${words[i]}`).join("; ")}`, class: "intervals" });
  svg.append(s("line", { x1: x(0), x2: x(0), y1: 4, y2: height - 2, stroke: th.rule }));
  rows.forEach((row, i) => {
    const y = i * ROW_PX + 28;
    const ink = row.side === "a" ? th.soft : th.accent;
    svg.append(label(th, 2, y - 12, row.label));
    if (row.bar) svg.append(s("rect", { x: x(0), y: y - 5, width: Math.max(1, x(finite(row.value)) - x(0)), height: 10, fill: row.side === "a" ? th.paper : ink, stroke: ink, "stroke-width": 1.6 }));
    else if (row.value !== null) {
      if (row.low !== null && row.high !== null) svg.append(s("line", { x1: x(row.low), x2: x(row.high), y1: y, y2: y, stroke: ink, "stroke-width": 4, "stroke-opacity": 0.45, "stroke-linecap": "round" }));
      svg.append(s("circle", { cx: x(row.value), cy: y, r: 4.6, fill: row.side === "a" ? th.paper : ink, stroke: ink, "stroke-width": 1.8 }));
    }
    svg.append(label(th, width - room + 10, y + 4, words[i] ?? "", { "font-weight": 620 }));
  });
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
