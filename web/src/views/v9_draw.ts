// Draws the statements: lanes by side, marks by mode, tags for the noun, arcs between those that contradict each other.
import { type Asked, dayOf, idOf, isoOf, middleOf, type Shown } from "../data/statements";
import { t } from "../i18n";
import type { Statement } from "../types";
import { s } from "../ui/dom";
import { label } from "../ui/intervals";
import type { Theme } from "../ui/theme";

export interface DrawnLines {
  svg: SVGSVGElement;
  height: number;
  /** Ids of the marks in each lane, in the order of time. */
  lanes: string[][];
}

const NARROW_PX = 620;
const ROW_PX = 22;
const LANE_PX = 16;
const NAME_PX = 18;
const AXIS_PX = 26;
const TOP_PX = 16;
const UNDATED_PX = 104;
const UNDATED_MARK_PX = 20;
const MARK_PX = 9;
const LETTER_PX = 6.2;
const YEAR_PX = 46;

/** A mark about a point; its shape alone tells the mode. */
export function mark(mode: string, x: number, y: number, th: Theme): SVGGElement {
  const edge = { stroke: th.ink, "stroke-width": 1.4 };
  const cross = "M-5,-5L5,5M-5,5L5,-5";
  const shapes: Record<string, () => SVGElement[]> = {
    said: () => [s("circle", { r: 5, fill: th.accent, ...edge })],
    "said-will": () => [s("path", { d: "M-4.5,-5.5L6,0L-4.5,5.5Z", fill: th.paper, ...edge })],
    denied: () => [s("path", { d: cross, stroke: th.paper, "stroke-width": 5.4 }), s("path", { d: cross, stroke: th.lost, "stroke-width": 3 })],
    observed: () => [s("path", { d: "M0,-6L6,0L0,6L-6,0Z", fill: th.band, ...edge })],
  };
  return s("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, ...(shapes[mode] ?? shapes["said"])!());
}

/** Days that the axis spans, and whether some statements have no day at all. */
function spanOf(rows: Statement[]): { first: number; last: number; undated: boolean } {
  const days = rows.filter((row) => row.last_day).flatMap((row) => [dayOf(row.first_day), dayOf(row.last_day)]);
  const first = days.length ? Math.min(...days) : dayOf("2017-01-01");
  const last = days.length ? Math.max(...days) : first + 365;
  return { first: first - 20, last: Math.max(last, first + 200) + 20, undated: rows.some((row) => !row.last_day) };
}

function arc(p: [number, number], q: [number, number]): string {
  const [dx, dy] = [q[0] - p[0], q[1] - p[1]];
  const length = Math.hypot(dx, dy) || 1;
  const bow = Math.min(46, 14 + length * 0.14);
  const side = dx < 0 ? -1 : 1;
  const [cx, cy] = [(p[0] + q[0]) / 2 + (side * dy * bow) / length, (p[1] + q[1]) / 2 - (side * dx * bow) / length];
  return `M${p[0].toFixed(1)},${p[1].toFixed(1)}Q${cx.toFixed(1)},${cy.toFixed(1)} ${q[0].toFixed(1)},${q[1].toFixed(1)}`;
}

export function drawStatements(found: Asked, sides: string[], width: number, th: Theme, chosen: string | null, asOf: string): DrawnLines {
  const narrow = width < NARROW_PX;
  const left = narrow ? 8 : 132;
  const span = spanOf(found.topic);
  const right = width - (span.undated ? UNDATED_PX : 12);
  const x = (day: number) => left + ((day - span.first) / (span.last - span.first)) * (right - left);
  const at = (row: Statement) => {
    const day = middleOf(row);
    return day === null ? right + UNDATED_MARK_PX : x(day);
  };
  const spots = new Map<string, [number, number]>();
  const lanes: string[][] = [];
  const bands = s("g", {});
  const marks = s("g", {});
  let y = TOP_PX;

  const draw = ({ row, perhaps }: Shown, px: number, py: number) => {
    const id = idOf(row);
    const one = s("g", { class: "statement-mark", "data-statement": id, opacity: perhaps ? 0.6 : 1 });
    if (row.last_day && row.first_day !== row.last_day) one.append(s("line", { x1: x(dayOf(row.first_day)), x2: x(dayOf(row.last_day)), y1: py, y2: py, stroke: th.soft, "stroke-width": 1.6, "stroke-dasharray": perhaps ? "3 3" : null }));
    if (id === chosen) one.append(s("circle", { cx: px, cy: py, r: 11, fill: "none", stroke: th.accent, "stroke-width": 2.4 }));
    one.append(s("circle", { cx: px, cy: py, r: 12, fill: th.paper, "fill-opacity": 0 }), mark(row.mode, px, py, th));
    const word = `${perhaps ? "? " : ""}${narrow ? "" : row.unit_word}`.trim();
    if (word) one.append(label(th, px + MARK_PX, py + 4, word, { "font-size": 11, stroke: th.paper, "stroke-width": 3, "paint-order": "stroke" }));
    spots.set(id, [px, py]);
    marks.append(one);
  };
  for (const side of sides) {
    const all = found.topic.filter((row) => row.side === side);
    if (!all.length) continue;
    const ends: number[] = [];
    const rows = new Map<string, number>();
    for (const row of [...all].sort((p, q) => at(p) - at(q))) {
      const from = at(row) - MARK_PX;
      const free = ends.findIndex((end) => from > end);
      const n = free < 0 ? ends.length : free;
      ends[n] = at(row) + MARK_PX + (narrow ? 4 : row.unit_word.length * LETTER_PX + 4);
      rows.set(idOf(row), n);
    }
    const top = y + (narrow ? NAME_PX : 0);
    const height = ends.length * ROW_PX + LANE_PX + (narrow ? NAME_PX : 0);
    if (lanes.length % 2 === 0) bands.append(s("rect", { x: 0, y, width, height, fill: th.sea, "fill-opacity": 0.55 }));
    bands.append(label(th, 6, narrow ? y + 14 : y + height / 2 + 4, t.v9.sides[side] ?? side, { "font-weight": 650 }));
    const visible = found.shown.filter((item) => item.row.side === side);
    for (const item of visible) draw(item, at(item.row), top + LANE_PX / 2 + ROW_PX * ((rows.get(idOf(item.row)) ?? 0) + 0.5));
    lanes.push([...visible].sort((p, q) => at(p.row) - at(q.row)).map((item) => idOf(item.row)));
    y += height;
  }
  const arcs = s("g", { fill: "none" });
  for (const pair of found.pairs) {
    const [p, q] = [pair.first, pair.second].map((ids) => ids.map((id) => spots.get(id)).find((spot) => spot !== undefined));
    if (!p || !q) continue;
    const byValue = pair.kinds.includes("other-value");
    const strong = chosen !== null && (pair.first.includes(chosen) || pair.second.includes(chosen));
    arcs.append(s("path", { d: arc(p, q), class: "contradiction", stroke: byValue ? th.soft : th.lost, "stroke-width": strong ? 3 : byValue ? 1 : 1.7, "stroke-dasharray": byValue ? "2 3" : null, "stroke-opacity": chosen === null || strong ? 0.9 : 0.4 }));
  }
  const axis = s("g", {}, s("line", { x1: left, x2: right, y1: y + 0.5, y2: y + 0.5, stroke: th.soft }));
  const years = [];
  for (let year = Number(isoOf(span.first).slice(0, 4)) + 1; dayOf(`${year}-01-01`) <= span.last; year += 1) years.push(year);
  const every = Math.max(1, Math.ceil((years.length * YEAR_PX) / (right - left)));
  for (const year of years) {
    const px = x(dayOf(`${year}-01-01`));
    axis.append(s("line", { x1: px, x2: px, y1: TOP_PX, y2: y + 5, stroke: th.rule }));
    if (year % every === 0 && px < right - YEAR_PX / 2) axis.append(label(th, px, y + 18, String(year), { "text-anchor": "middle" }));
  }
  if (span.undated) axis.append(s("line", { x1: right, x2: right, y1: TOP_PX, y2: y, stroke: th.soft, "stroke-dasharray": "4 4" }), label(th, right + 6, y + 18, t.v9.undated, { "font-size": 11.5 }));
  if (asOf) {
    const px = Math.min(right, Math.max(left, x(dayOf(asOf))));
    axis.append(s("line", { class: "as-of", x1: px, x2: px, y1: TOP_PX - 8, y2: y, stroke: th.accent, "stroke-width": 2 }));
  }
  const height = y + AXIS_PX;
  return { svg: s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, bands, axis, arcs, marks), height, lanes };
}
