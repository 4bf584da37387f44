// The defended footprint: where an asset could stand about the first site, for A and for B, cell by cell.
import { plain, t } from "../i18n";
import type { Defended } from "../types";
import { s, type Table } from "../ui/dom";
import { intervalText, label } from "../ui/intervals";
import type { Theme } from "../ui/theme";

const TITLE_PX = 22;
const GAP_PX = 24;
const MOST_PX = 300;
const SCALE_PX = 26;

/** Draws both forces beside each other, or one under the other where there is no room; a defended cell is filled and has a dot. */
export function drawFootprint(defended: Defended, width: number, th: Theme): SVGSVGElement {
  const { arms } = defended;
  const columns = width >= 420 ? arms.length : 1;
  const size = Math.min(MOST_PX, (width - GAP_PX * (columns - 1)) / columns);
  const tall = TITLE_PX + size + SCALE_PX;
  const height = Math.ceil(arms.length / columns) * tall;
  const told = arms.map((arm, n) => `${n ? t.fights.b : t.fights.a}: ${arm.sentence}`).join(" ");
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${t.capacity.footprint}. ${told}` }, s("rect", { width, height, fill: th.paper }));
  arms.forEach((arm, n) => {
    const [left, top] = [(n % columns) * (size + GAP_PX), Math.floor(n / columns) * tall];
    const side = Math.round(Math.sqrt(arm.held.length));
    const cell = size / side;
    svg.append(label(th, left, top + 14, `${n ? t.fights.b : t.fights.a}: ${intervalText(arm.area_km2)} km²`, { "font-weight": 680 }));
    arm.held.forEach((share, place) => {
      if (share < 0) return;
      const [x, y] = [left + (place % side) * cell, top + TITLE_PX + Math.floor(place / side) * cell];
      const held = arm.defended[place] === 1;
      svg.append(s("rect", { x, y, width: cell - 1, height: cell - 1, fill: held ? (n ? th.accent : th.soft) : th.paper, "fill-opacity": held ? 0.3 + 0.5 * (share / 100) : 1, stroke: th.rule, "stroke-width": 0.8 }));
      if (held) svg.append(s("circle", { cx: x + (cell - 1) / 2, cy: y + (cell - 1) / 2, r: Math.max(1, cell / 9), fill: th.paper }));
    });
    const [cx, cy] = [left + size / 2, top + TITLE_PX + size / 2];
    for (const [dx, dy] of [[5, 0], [0, 5]] as const) svg.append(s("line", { x1: cx - dx, x2: cx + dx, y1: cy - dy, y2: cy + dy, stroke: th.ink, "stroke-width": 2.4 }));
    const bar = (size / side) * 2;
    const at = top + TITLE_PX + size + 10;
    svg.append(s("line", { x1: left, x2: left + bar, y1: at, y2: at, stroke: th.ink, "stroke-width": 2 }), label(th, left + bar + 6, at + 4, t.capacity.footprintScale(defended.step_km * 2), { "font-size": 11.5 }));
  });
  return svg;
}

/** What the picture shows, as a table of areas and one of places. */
export function footprintTables(defended: Defended): Table[] {
  const name = (n: number) => (n ? t.fights.b : t.fights.a);
  const half = (count: number) => (Math.round(Math.sqrt(count)) - 1) / 2;
  const places = (defended.arms[0]?.held ?? []).flatMap((share, place) => {
    if (share < 0) return [];
    const middle = half(defended.arms[0]?.held.length ?? 1);
    const [row, column] = [Math.floor(place / (2 * middle + 1)), place % (2 * middle + 1)];
    return [[(column - middle) * defended.step_km, (middle - row) * defended.step_km, ...defended.arms.map((arm) => arm.held[place] ?? 0)]];
  });
  const { change_km2: change } = defended;
  return [
    {
      caption: `${t.capacity.footprint}, ${defended.criterion}`,
      head: t.capacity.footprintHead,
      rows: [
        ...defended.arms.map((arm, n) => [name(n), plain(arm.area_km2.value), plain(arm.area_km2.low), plain(arm.area_km2.high), ""]),
        [t.capacity.footprintChange, plain(change.value), plain(change.low), plain(change.high), t.v2.verdict(change.clear)],
      ],
    },
    { caption: t.capacity.footprintPlaces, head: t.capacity.footprintPlacesHead, rows: places },
  ];
}
