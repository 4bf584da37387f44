// A square grid in the study's projection, on which polar floors become outlines.
import { contours } from "d3-contour";
import type { Percentile } from "../types";
import { type Altitude } from "./altitude";
import type { EngageLimits, SiteCover } from "./cover";
import { aboutKm, type LatLon, polarBetween } from "./geo";

/** Polygons in kilometres east and south of the grid's centre. */
export type Shape = [number, number][][][];

export interface Grid {
  centre: LatLon;
  half_km: number;
  n: number;
}

/** Arrays of one site on a grid, n × n, row by row from the north-west. */
export interface GridSite {
  cover: SiteCover;
  grid: Grid;
  range_m: Float32Array;
  bearing: Float32Array;
  terrain: Float32Array;
  search: Record<Percentile, Float32Array>;
  engage: Float32Array;
}

const HIDDEN_M = 1e5;
const MARGIN_M = 250;
const METRES_OF_RANGE_PER_METRE_OF_HEIGHT = 20;
const SPECK_CELLS = 1.5;

export function gridSite(cover: SiteCover, grid: Grid): GridSite {
  const { n, half_km, centre } = grid;
  const size = n * n;
  const out: GridSite = {
    cover,
    grid,
    range_m: new Float32Array(size),
    bearing: new Float32Array(size),
    terrain: new Float32Array(size),
    search: { p10: new Float32Array(size), p50: new Float32Array(size), p90: new Float32Array(size) },
    engage: new Float32Array(size),
  };
  const projection = aboutKm(centre);
  const site = { lat: cover.site.lat_deg, lon: cover.site.lon_deg };
  const centred = Math.abs(site.lat - centre.lat) < 1e-9 && Math.abs(site.lon - centre.lon) < 1e-9;
  const layers: [Float32Array, Float32Array][] = [
    [cover.search.p10, out.search.p10],
    [cover.search.p50, out.search.p50],
    [cover.search.p90, out.search.p90],
    [cover.engage, out.engage],
  ];
  for (let j = 0; j < n; j++) {
    const y = ((j + 0.5) / n) * 2 * half_km - half_km;
    for (let i = 0; i < n; i++) {
      const x = ((i + 0.5) / n) * 2 * half_km - half_km;
      const at = j * n + i;
      let range_m: number;
      let bearing_deg: number;
      if (centred) {
        range_m = Math.hypot(x, y) * 1000;
        bearing_deg = (Math.atan2(x, -y) * 180) / Math.PI;
      } else {
        const point = projection.invert?.([x, y]) ?? [0, 0];
        ({ bearing_deg, range_m } = polarBetween(site, { lon: point[0], lat: point[1] }));
      }
      const b = (((bearing_deg + 360) % 360) * cover.bearings) / 360;
      out.range_m[at] = range_m;
      out.bearing[at] = b;
      const b0 = Math.floor(b) % cover.bearings;
      const b1 = (b0 + 1) % cover.bearings;
      const fb = b - Math.floor(b);
      const r = range_m / cover.step_m - 0.5;
      const r0 = Math.max(0, Math.floor(r));
      if (r0 >= cover.rings) {
        for (const [, to] of layers) to[at] = HIDDEN_M;
        out.terrain[at] = Number.NaN;
        continue;
      }
      const r1 = Math.min(cover.rings - 1, r0 + 1);
      const fr = Math.max(0, r - r0);
      const corner = [b0 * cover.rings + r0, b0 * cover.rings + r1, b1 * cover.rings + r0, b1 * cover.rings + r1] as const;
      const weight = [(1 - fb) * (1 - fr), (1 - fb) * fr, fb * (1 - fr), fb * fr] as const;
      const mix = (from: Float32Array): number => {
        let sum = 0;
        for (let c = 0; c < 4; c++) sum += (weight[c] ?? 0) * Math.min(HIDDEN_M, from[corner[c] ?? 0] ?? HIDDEN_M);
        return sum;
      };
      out.terrain[at] = mix(cover.terrain);
      for (const [from, to] of layers) to[at] = mix(from);
    }
  }
  return out;
}

const clip = (margin: number) => Math.max(-MARGIN_M, Math.min(MARGIN_M, margin));

/** Field that is positive where a target is seen. `reach_m` null leaves the class out, `percentile` null leaves sight out. */
export function seenField(g: GridSite, altitude: Altitude, percentile: Percentile | null, reach_m: number | null): Float32Array {
  const agl = altitude.reference === "AGL";
  const h = altitude.value_m;
  const ring_m = g.cover.data.ring_km * 1000;
  const edge_m = Math.min(ring_m, reach_m ?? ring_m);
  const floor = percentile ? g.search[percentile] : null;
  const out = new Float32Array(g.range_m.length);
  for (let i = 0; i < out.length; i++) {
    let margin = (edge_m - (g.range_m[i] ?? 0)) / METRES_OF_RANGE_PER_METRE_OF_HEIGHT;
    if (floor) margin = Math.min(margin, (agl ? (g.terrain[i] || 0) + h : h) - (floor[i] ?? HIDDEN_M));
    out[i] = clip(margin);
  }
  return out;
}

/** Field that is positive where a missile can meet a target that the engagement radar sees, in time. */
export function engageField(g: GridSite, altitude: Altitude, limits: EngageLimits | null): Float32Array {
  const out = new Float32Array(g.range_m.length).fill(-MARGIN_M);
  if (!limits) return out;
  const agl = altitude.reference === "AGL";
  const h = altitude.value_m;
  const nb = g.cover.bearings;
  for (let i = 0; i < out.length; i++) {
    const b = g.bearing[i] ?? 0;
    const b0 = Math.floor(b) % nb;
    const fb = b - Math.floor(b);
    const limit = (1 - fb) * (limits.limit_m[b0] ?? 0) + fb * (limits.limit_m[(b0 + 1) % nb] ?? 0);
    const range = g.range_m[i] ?? 0;
    const within = Math.min(Math.min(limits.reach_m, limit) - range, range - limits.min_m) / METRES_OF_RANGE_PER_METRE_OF_HEIGHT;
    const above = (agl ? (g.terrain[i] || 0) + h : h) - (g.engage[i] ?? HIDDEN_M);
    out[i] = clip(Math.min(within, above));
  }
  return out;
}

export function combine(fields: Float32Array[], pick: (a: number, b: number) => number): Float32Array {
  const first = fields[0] ?? new Float32Array();
  const out = first.slice();
  for (const field of fields.slice(1)) for (let i = 0; i < out.length; i++) out[i] = pick(out[i] ?? 0, field[i] ?? 0);
  return out;
}

export const union = (...fields: Float32Array[]) => combine(fields, Math.max);
export const both = (...fields: Float32Array[]) => combine(fields, Math.min);
export const not = (field: Float32Array) => field.map((v) => -v);

function ringArea(ring: [number, number][]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x0, y0] = ring[i - 1] ?? [0, 0];
    const [x1, y1] = ring[i] ?? [0, 0];
    sum += x0 * y1 - x1 * y0;
  }
  return Math.abs(sum) / 2;
}

/** Outline of the positive part of a field; specks smaller than the grid's own cells are left out. */
export function outline(field: Float32Array, grid: Grid): Shape {
  const found = contours().size([grid.n, grid.n]).contour(field as unknown as number[], 0);
  const km = (v: number) => (v / grid.n) * 2 * grid.half_km - grid.half_km;
  return (found.coordinates as [number, number][][][])
    .filter((polygon) => polygon[0] && ringArea(polygon[0]) > SPECK_CELLS)
    .map((polygon) =>
      polygon
        .filter((ring) => ringArea(ring) > SPECK_CELLS)
        .map((ring) => ring.map(([x, y]) => [km(x), km(y)] as [number, number])),
    );
}

/** Area of the positive part of a field, cell by cell. [km²] */
export function areaKm2(field: Float32Array, grid: Grid): number {
  const side = (2 * grid.half_km) / grid.n;
  let count = 0;
  for (const value of field) if (value > 0) count++;
  return count * side * side;
}

export function pathOf(shape: Shape, scale: number): string {
  let d = "";
  for (const polygon of shape) {
    for (const ring of polygon) {
      ring.forEach(([x, y], i) => {
        d += `${i === 0 ? "M" : "L"}${(x * scale).toFixed(1)},${(y * scale).toFixed(1)}`;
      });
      d += "Z";
    }
  }
  return d;
}

/** The same outline as GeoJSON coordinates, longitude first. */
export function shapeToLonLat(shape: Shape, grid: Grid): [number, number][][][] {
  const projection = aboutKm(grid.centre);
  const back = ([x, y]: [number, number]): [number, number] => {
    const point = projection.invert?.([x, y]) ?? [0, 0];
    return [Math.round(point[0] * 1e4) / 1e4, Math.round(point[1] * 1e4) / 1e4];
  };
  return shape.map((polygon) => polygon.map((ring) => ring.map(back)));
}
