// Draws the timeline of one run: channels busy above, bars of targets, channels and launchers, rounds left below.
import { clock, t } from "../i18n";
import type { Replay } from "../types";
import { type FlyerRow, type Glyph, type Mark, type Row, type Span, type Steps, type Timeline } from "../data/timeline";
import { s } from "../ui/dom";
import { label } from "../ui/intervals";
import { patterns, type Theme } from "../ui/theme";

export interface Drawn {
  svg: SVGSVGElement;
  /** Where a time lies across the drawing. */
  x(t_s: number): number;
  /** The time under a point across the drawing. */
  time(x: number): number;
}

const NARROW_PX = 620;
const MOST_CHARACTERS = 21;
const LATE_SHARE = 0.75;
const EDGE_PX = 62;
const ROW_PX = 17;
const ROW_NARROW_PX = 33;
const GROUP_PX = 24;
const AXIS_PX = 34;

/** How a stage looks: the more is going on, the taller and darker its bar. */
export function stageStyle(stage: Span["stage"], th: Theme, prefix: string): { height: number; fill: string; opacity?: number; stroke?: string } {
  return {
    undetected: { height: 2, fill: th.soft },
    detected: { height: 4, fill: th.ramp[4] ?? th.band, stroke: th.outline },
    tracked: { height: 6, fill: th.ramp[3] ?? th.band, stroke: th.outline },
    assigned: { height: 9, fill: th.ramp[2] ?? th.accent, stroke: th.outline },
    assessed: { height: 11, fill: `url(#${prefix}-hatch)`, stroke: th.outline },
    flight: { height: 11, fill: th.ramp[0] ?? th.accent, stroke: th.outline },
  }[stage];
}

/** A glyph about a point; the words stand in legend and reading. */
export function glyph(kind: Glyph, x: number, y: number, th: Theme): SVGGElement {
  const stroke = { stroke: th.ink, "stroke-width": 1.6, fill: th.paper };
  const shapes: Record<Glyph, () => SVGElement[]> = {
    hit: () => [s("path", { d: "M-5,-5L5,5M-5,5L5,-5", stroke: th.paper, "stroke-width": 4.5 }), s("path", { d: "M-5,-5L5,5M-5,5L5,-5", stroke: th.ink, "stroke-width": 2.2 })],
    missed: () => [s("circle", { r: 4.4, ...stroke })],
    late: () => [s("path", { d: "M-4,-5H4L-4,5H4Z", ...stroke })],
    channel: () => [s("rect", { x: -5, y: -5, width: 10, height: 10, ...stroke }), s("path", { d: "M-5,5L5,-5", ...stroke })],
    round: () => [s("path", { d: "M-3,5V-2L0,-6L3,-2V5Z", ...stroke })],
    other: () => [s("path", { d: "M0,-5.5L5.5,0L0,5.5L-5.5,0Z", ...stroke })],
    leaked: () => [s("path", { d: "M-4,-6L6,0L-4,6Z", fill: th.ink, stroke: th.paper, "stroke-width": 1 })],
    empty: () => [s("path", { d: "M-3,5V-2L0,-6L3,-2V5Z", ...stroke })],
    off: () => [s("path", { d: "M0,-6V6M-4,-6H4M-4,6H4", stroke: th.ink, "stroke-width": 1.6 })],
    launch: () => [s("path", { d: "M0,-6V6", stroke: th.ink, "stroke-width": 1.6 })],
  };
  return s("g", { transform: `translate(${x.toFixed(1)} ${y})` }, ...shapes[kind]());
}

function padOf(width: number) {
  return width < NARROW_PX ? { left: 54, right: 10 } : { left: 140, right: 190 };
}

/** End of a target and the reason, in words. */
function fateOf(row: FlyerRow): string {
  const said = t.fights.ends[row.flyer.end] ?? row.flyer.end;
  const end = row.flyer.neutral ? t.v5.neutral(said) : said;
  return row.flyer.cause ? `${end}: ${row.flyer.cause}` : end;
}

export function drawTimeline(replay: Replay, line: Timeline, width: number, th: Theme, marked: string | null, serial: string): Drawn {
  const pad = padOf(width);
  const narrow = width < NARROW_PX;
  const rowPx = narrow ? ROW_NARROW_PX : ROW_PX;
  const span = Math.max(1, replay.duration_s);
  const x = (v: number) => pad.left + (v / span) * (width - pad.left - pad.right);
  const time = (px: number) => Math.min(span, Math.max(0, ((px - pad.left) / (width - pad.left - pad.right)) * span));
  const prefix = `line${serial}${th.name}`;
  const body = s("g", {});
  let y = EDGE_PX + 10;

  const bar = (item: Span, at: number, faint: boolean): SVGElement => {
    const style = stageStyle(item.stage, th, prefix);
    return s("rect", {
      x: x(item.from).toFixed(1), y: at - style.height / 2, width: Math.max(1, x(item.to) - x(item.from)).toFixed(1), height: style.height,
      fill: style.fill, stroke: style.stroke ?? "none", "stroke-width": 0.7, opacity: faint ? 0.45 : 1, "data-flyer": item.entity,
    });
  };
  const group = (words: string) => {
    y += GROUP_PX;
    body.append(label(th, 2, y - 7, words, { "font-weight": 680, "font-size": 12.5 }), s("line", { x1: 0, x2: width, y1: y - 2, y2: y - 2, stroke: th.rule }));
  };
  const marks = (list: Mark[], at: number) => list.map((mark) => glyph(mark.glyph, x(mark.t_s), at, th));

  group(t.v5.groups.flyers);
  for (const row of line.flyers) {
    const chosen = row.id === marked;
    const at = y + rowPx / 2 + (narrow ? 8 : 0);
    const one = s("g", { class: "flyer-row", "data-flyer": row.id }, s("rect", { x: 0, y, width, height: rowPx, fill: chosen ? th.accent : th.paper, "fill-opacity": chosen ? 0.16 : 0 }));
    if (chosen) one.append(s("rect", { x: 0, y, width: 3, height: rowPx, fill: th.accent }));
    if (!narrow) one.append(label(th, 6, at + 4, shortened(row.id), { "font-size": 12, "font-weight": chosen ? 700 : 400 }));
    one.append(...row.spans.map((item) => bar(item, at, false)), ...marks(row.marks, at));
    if (narrow) one.append(label(th, 6, at - 12, `${row.id}: ${fateOf(row)}`, { "font-size": 11.5, "font-weight": chosen ? 700 : 400 }));
    else one.append(label(th, width - pad.right + 10, at + 4, fateOf(row), { "font-size": 12, "font-weight": chosen ? 700 : 400 }));
    body.append(one);
    y += rowPx;
  }
  const simple = (rows: Row[], words: string) => {
    if (!rows.length) return;
    group(words);
    for (const row of rows) {
      const at = y + ROW_PX / 2;
      body.append(label(th, 6, at + 4, shortened(row.id), { "font-size": narrow ? 11 : 12 }), s("line", { x1: pad.left, x2: width - pad.right, y1: at, y2: at, stroke: th.rule, "stroke-width": 0.8 }));
      body.append(...row.spans.map((item) => bar(item, at, marked !== null && item.entity !== marked && item.entity !== row.id)), ...marks(row.marks, at));
      row.marks.forEach((mark, i) => {
        const end = x(row.spans[i]?.to ?? mark.t_s);
        const late = end > width * LATE_SHARE;
        if (mark.glyph === "off") body.append(label(th, late ? x(mark.t_s) - 8 : end + 7, at + 4, mark.words, { "font-size": 11, "text-anchor": late ? "end" : "start" }));
      });
      y += ROW_PX;
    }
  };
  simple(line.channels, t.v5.groups.channels);
  simple(line.units, t.v5.groups.units);
  simple(line.silent, t.v5.groups.silent);

  const bottom = y + 14;
  const height = bottom + EDGE_PX + AXIS_PX;
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, patterns(prefix, th), s("rect", { width, height, fill: th.paper }));
  const minutes = span > 1200 ? 5 : span > 420 ? 2 : 1;
  for (let v = 0; v <= span; v += minutes * 60)
    svg.append(s("line", { x1: x(v), x2: x(v), y1: 20, y2: bottom + EDGE_PX, stroke: th.rule, "stroke-width": 0.8 }), label(th, x(v), bottom + EDGE_PX + 16, clock(v), { "text-anchor": "middle", "font-size": 11.5, fill: th.soft }));
  svg.append(body);
  const edge = (steps: Steps, limit: Steps | null, base: number, top: number, words: string) => {
    const level = (v: number) => base - (v / Math.max(top, 1)) * (EDGE_PX - 22);
    const path = (list: Steps) => {
      let d = `M${x(0)},${level(list[0]?.[1] ?? 0)}`;
      for (const [from, value] of list) d += `H${x(from).toFixed(1)}V${level(value).toFixed(1)}`;
      return `${d}H${x(span)}`;
    };
    svg.append(
      s("path", { d: `${path(steps)}V${base}H${x(0)}Z`, fill: th.ramp[3] ?? th.band, "fill-opacity": 0.6 }),
      s("path", { d: path(steps), fill: "none", stroke: th.outline, "stroke-width": 1.6 }),
      s("line", { x1: pad.left, x2: width - pad.right, y1: base, y2: base, stroke: th.soft }),
      label(th, 2, base - EDGE_PX + 14, words, { "font-weight": 620, "font-size": 12 }),
      label(th, pad.left - 6, level(top) + 6, String(top), { "text-anchor": "end", "font-size": 11, fill: th.soft }),
      label(th, pad.left - 6, base + 3, "0", { "text-anchor": "end", "font-size": 11, fill: th.soft }),
    );
    if (limit) svg.append(s("path", { class: "capacity-line", d: path(limit), fill: "none", stroke: th.ink, "stroke-width": 1.3, "stroke-dasharray": "6 3" }));
  };
  const channels = Math.max(...line.capacity.map(([, n]) => n));
  edge(line.busy, line.capacity, EDGE_PX, channels, t.v5.busy(channels));
  edge(line.rounds, null, bottom + EDGE_PX, line.roundsAtStart, t.v5.rounds(line.roundsAtStart));
  svg.append(label(th, width - pad.right, height - 3, t.v5.axis, { "text-anchor": "end", "font-style": "italic", "font-size": 11.5, fill: th.soft }));
  svg.append(s("line", { class: "now", y1: 20, y2: bottom + EDGE_PX, stroke: th.ink, "stroke-width": 1.6 }));
  return { svg, x, time };
}

const shortened = (text: string) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 5)}…${text.slice(-4)}` : text);
