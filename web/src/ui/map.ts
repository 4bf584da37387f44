// The plan view: relief, coast, borders, places, rings and outlines in the study's own projection.
import { geoPath } from "d3-geo";
import { aboutKm, type LatLon } from "../data/geo";
import { type Grid, type GridSite, pathOf, type Shape } from "../data/grid";
import type { PageData, Site } from "../types";
import { s } from "./dom";
import { SANS, type Theme, patterns } from "./theme";

const KM_PER_CELL_SHADE = 9;
const SEA_LEVEL_M = 0.5;
let serial = 0;

/** Shaded relief of the sites' own terrain as an image; outside the ring it is transparent. */
function relief(sites: GridSite[], grid: Grid, theme: Theme): string {
  const { n } = grid;
  const canvas = document.createElement("canvas");
  canvas.width = n;
  canvas.height = n;
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(n, n);
  const terrain = new Float32Array(n * n).fill(Number.NaN);
  for (const site of sites) for (let i = 0; i < terrain.length; i++) if (Number.isNaN(terrain[i] ?? Number.NaN)) terrain[i] = site.terrain[i] ?? Number.NaN;
  const cell_km = (2 * grid.half_km) / n;
  const at = (i: number, j: number) => terrain[Math.min(n - 1, Math.max(0, j)) * n + Math.min(n - 1, Math.max(0, i))] ?? Number.NaN;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const z = at(i, j);
      const k = (j * n + i) * 4;
      if (Number.isNaN(z)) continue;
      const sea = z <= SEA_LEVEL_M;
      const slope = sea ? 0 : (at(i + 1, j) - at(i - 1, j) + at(i, j + 1) - at(i, j - 1)) / (2 * cell_km);
      const shade = Number.isNaN(slope) ? 0 : Math.max(-34, Math.min(26, slope / KM_PER_CELL_SHADE));
      const lift = sea ? 0 : Math.min(10, z / 250) * (theme.name === "light" ? -1.6 : 2.2);
      const base = sea ? theme.seaRgb : theme.land;
      for (let c = 0; c < 3; c++) image.data[k + c] = Math.max(0, Math.min(255, (base[c] ?? 0) + lift + shade * (theme.name === "light" ? 1 : 0.8)));
      image.data[k + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL("image/png");
}

export interface MapLayer {
  shape: Shape;
  fill?: string;
  opacity?: number;
  stroke?: string;
  width?: number;
  dash?: string;
  pattern?: "hatch" | "shade" | "plus" | "minus";
  clip?: "left" | "right";
}

export interface MapSpec {
  data: PageData;
  grid: Grid;
  sites: GridSite[];
  marks: Site[];
  size: number;
  theme: Theme;
  layers: MapLayer[];
  rings: { centre: LatLon; km: number; label: string; main: boolean }[];
  lines: { points: LatLon[]; label: string; dash: string; stroke: string }[];
  divider?: number;
}

export interface DrawnMap {
  svg: SVGSVGElement;
  overlay: SVGGElement;
  scale: number;
  place(point: LatLon): [number, number];
}

interface Base {
  ground: SVGGElement;
  coast: SVGGElement;
}

const baseCache = new Map<string, Base>();

const copyOf = (known: Base): Base => ({ ground: known.ground.cloneNode(true) as SVGGElement, coast: known.coast.cloneNode(true) as SVGGElement });

/** What lies under the layers and what lies over them, drawn once for each size and colour scheme. */
function base(spec: MapSpec, scale: number): Base {
  const { grid, theme, size, data } = spec;
  const key = [theme.name, size, grid.n, grid.half_km, grid.centre.lat, grid.centre.lon, spec.sites.map((g) => g.cover.site.id)].join("|");
  const known = baseCache.get(key);
  if (known) return copyOf(known);
  const projection = aboutKm(grid.centre);
  projection.scale(projection.scale() * scale);
  const path = geoPath(projection).digits(1);
  const lines = (coordinates: [number, number][][]) => path({ type: "MultiLineString", coordinates }) ?? "";
  const half = size / 2;
  const group = s(
    "g",
    {},
    s("rect", { x: -half, y: -half, width: size, height: size, fill: theme.paper }),
    s("image", { href: relief(spec.sites, grid, theme), x: -half, y: -half, width: size, height: size, preserveAspectRatio: "none" }),
  );
  const coast = s(
    "g",
    {},
    s("path", { d: lines(data.basemap.borders), fill: "none", stroke: theme.soft, "stroke-width": 0.9, "stroke-dasharray": "4 3", opacity: 0.8 }),
    s("path", { d: lines(data.basemap.coast), fill: "none", stroke: theme.soft, "stroke-width": 1 }),
  );
  const made = { ground: group, coast };
  baseCache.set(key, made);
  return copyOf(made);
}

interface Box {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

const overlaps = (a: Box, b: Box) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

// From the middle of a site's mark to its name: clear of the mark, the name's halo and descenders included.
const MARK_LABEL_RIGHT = 10;
const MARK_LABEL_UP = 15;

function haloText(x: number, y: number, text: string, theme: Theme, attributes: Record<string, string | number> = {}): SVGTextElement {
  return s(
    "text",
    { x, y, "font-family": SANS, "font-size": 12, fill: theme.ink, stroke: theme.paper, "stroke-width": 3, "stroke-opacity": 0.85, "paint-order": "stroke", "stroke-linejoin": "round", ...attributes },
    text,
  );
}

function placeNames(spec: MapSpec, place: (p: LatLon) => [number, number], taken: Box[]): SVGGElement {
  const group = s("g", { "aria-hidden": "true" });
  const half = spec.size / 2;
  for (const item of spec.data.basemap.places) {
    const [x, y] = place(item);
    const w = item.name.length * 6.4;
    const right = x + 6 + w < half - 4;
    const box = right ? { x0: x - 4, y0: y - 9, x1: x + 8 + w, y1: y + 7 } : { x0: x - 8 - w, y0: y - 9, x1: x + 4, y1: y + 7 };
    if (Math.abs(x) > half - 8 || Math.abs(y) > half - 10 || box.x0 < -half || taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    group.append(
      s("circle", { cx: x, cy: y, r: 2.2, fill: spec.theme.paper, stroke: spec.theme.ink, "stroke-width": 1.1 }),
      haloText(right ? x + 6 : x - 6, y + 4, item.name, spec.theme, { "text-anchor": right ? "start" : "end" }),
    );
  }
  return group;
}

export function drawMap(spec: MapSpec): DrawnMap {
  const { grid, theme, size } = spec;
  const prefix = `map${++serial}`;
  const scale = size / (2 * grid.half_km);
  const half = size / 2;
  const projection = aboutKm(grid.centre);
  const place = (point: LatLon): [number, number] => {
    const p = projection([point.lon, point.lat]) ?? [0, 0];
    return [p[0] * scale, p[1] * scale];
  };
  const svg = s("svg", { viewBox: `${-half} ${-half} ${size} ${size}`, width: size, height: size, class: "map-svg", "aria-hidden": "true", focusable: "false" });
  const defs = patterns(prefix, theme);
  const cut = (spec.divider ?? 0.5) * size - half;
  defs.append(
    s("clipPath", { id: `${prefix}-left` }, s("rect", { x: -half, y: -half, width: Math.max(0, cut + half), height: size })),
    s("clipPath", { id: `${prefix}-right` }, s("rect", { x: cut, y: -half, width: Math.max(0, half - cut), height: size })),
    s("clipPath", { id: `${prefix}-frame` }, s("rect", { x: -half, y: -half, width: size, height: size })),
  );
  const under = base(spec, scale);
  const frame = s("g", { "clip-path": `url(#${prefix}-frame)` }, under.ground);
  for (const layer of spec.layers) {
    const fill = layer.pattern ? `url(#${prefix}-${layer.pattern})` : (layer.fill ?? "none");
    const d = pathOf(layer.shape, scale);
    if (!d) continue;
    frame.append(
      s("path", {
        d,
        fill,
        "fill-rule": "evenodd",
        "fill-opacity": layer.opacity ?? 1,
        stroke: layer.stroke ?? "none",
        "stroke-width": layer.width ?? 1,
        "stroke-dasharray": layer.dash,
        "stroke-linejoin": "round",
        "clip-path": layer.clip ? `url(#${prefix}-${layer.clip})` : null,
      }),
    );
  }
  frame.append(under.coast);
  const taken: Box[] = [];
  for (const ring of spec.rings) {
    const [cx, cy] = place(ring.centre);
    const r = ring.km * scale;
    const id = `${prefix}-ring-${spec.rings.indexOf(ring)}`;
    frame.append(s("circle", { cx, cy, r, fill: "none", stroke: theme.ink, "stroke-width": ring.main ? 1.4 : 0.6, "stroke-dasharray": ring.main ? "6 4" : "1.5 4", opacity: ring.main ? 1 : 0.6 }));
    if (ring.main) {
      const rr = r - 15;
      defs.append(s("path", { id, d: `M${cx - rr},${cy}A${rr},${rr} 0 0 1 ${cx + rr},${cy}` }));
      frame.append(haloText(0, 0, "", theme, { "text-anchor": "middle", "font-size": size < 480 ? 11 : 12.5, "font-style": "italic" }));
      frame.lastElementChild?.append(s("textPath", { href: `#${id}`, startOffset: "50%" }, ring.label));
    } else {
      const x = cx + r * Math.sin(2.6);
      const y = cy - r * Math.cos(2.6);
      taken.push({ x0: x - 22, y0: y - 8, x1: x + 22, y1: y + 8 });
      frame.append(haloText(x, y + 4, ring.label, theme, { "text-anchor": "middle", "font-size": 11, fill: theme.soft }));
    }
  }
  spec.lines.forEach((line, index) => {
    const id = `${prefix}-line-${index}`;
    const points = line.points.map((point) => place(point).map((v) => v.toFixed(1)).join(","));
    frame.append(s("path", { id, d: `M${points.join("L")}Z`, fill: "none", stroke: line.stroke, "stroke-width": 1.8, "stroke-dasharray": line.dash }));
    const south = place(line.points[90] ?? { lat: 0, lon: 0 });
    frame.append(haloText(south[0], south[1] - 8, line.label, theme, { "text-anchor": "middle", fill: line.stroke, "font-size": size < 480 ? 10.5 : 12 }));
  });
  for (const site of spec.marks) {
    const [x, y] = place({ lat: site.lat_deg, lon: site.lon_deg });
    taken.push({ x0: x - 9, y0: y - MARK_LABEL_UP - 14, x1: x + MARK_LABEL_RIGHT + site.name.length * 7.6 + 3, y1: y + 9 });
  }
  const bar_km = 100;
  const bx = -half + 14;
  const by = half - 16;
  taken.push({ x0: bx - 6, y0: by - 22, x1: bx + bar_km * scale + 6, y1: by + 6 });
  frame.append(placeNames(spec, place, taken));
  for (const site of spec.marks) {
    const [x, y] = place({ lat: site.lat_deg, lon: site.lon_deg });
    frame.append(
      s("circle", { cx: x, cy: y, r: 5, fill: theme.paper, stroke: theme.ink, "stroke-width": 2 }),
      s("circle", { cx: x, cy: y, r: 1.6, fill: theme.ink }),
      haloText(x + MARK_LABEL_RIGHT, y - MARK_LABEL_UP, site.name, theme, { "font-size": 13.5, "font-weight": 650 }),
    );
  }
  frame.append(
    s("path", { d: `M${bx},${by - 5}V${by}H${bx + bar_km * scale}V${by - 5}`, fill: "none", stroke: theme.ink, "stroke-width": 1.4 }),
    haloText(bx + (bar_km * scale) / 2, by - 6, `${bar_km} km`, theme, { "text-anchor": "middle", "font-size": 11 }),
    s("path", { d: `M${half - 18},${-half + 34}V${-half + 16}m-4,6l4,-7l4,7`, fill: "none", stroke: theme.ink, "stroke-width": 1.4 }),
    haloText(half - 18, -half + 47, "N", theme, { "text-anchor": "middle", "font-size": 11 }),
  );
  const overlay = s("g", {});
  frame.append(overlay);
  svg.append(defs, frame);
  return { svg, overlay, scale, place };
}

export function swatch(theme: Theme, kind: { fill?: string; opacity?: number; stroke?: string; dash?: string; pattern?: "hatch" | "shade" | "plus" | "minus"; width?: number }): SVGSVGElement {
  const prefix = `key${++serial}`;
  const line = !kind.fill && !kind.pattern;
  return s(
    "svg",
    { width: 30, height: 16, viewBox: "0 0 30 16", "aria-hidden": "true", class: "swatch" },
    patterns(prefix, theme),
    line
      ? s("line", { x1: 1, x2: 29, y1: 8, y2: 8, stroke: kind.stroke, "stroke-width": kind.width ?? 1.6, "stroke-dasharray": kind.dash })
      : s("rect", { x: 1, y: 1, width: 28, height: 14, fill: kind.fill ?? "none", "fill-opacity": kind.opacity ?? 1, stroke: kind.stroke ?? theme.soft, "stroke-width": 1 }),
    kind.pattern ? s("rect", { x: 1, y: 1, width: 28, height: 14, fill: `url(#${prefix}-${kind.pattern})` }) : null,
  );
}
