// Draws the teaching scope: rings, hidden ground, sweep, plots that fade, tracks with leaders and labels.
import type { Altitude } from "../data/altitude";
import type { SiteCover } from "../data/cover";
import { plotsOf, sweepOf, type TrackNow } from "../data/replay";
import { t, trackName } from "../i18n";
import type { Percentile, Picture } from "../types";
import { s } from "../ui/dom";
import { label } from "../ui/intervals";
import { SANS, type Theme } from "../ui/theme";

export interface ScopeSpec {
  picture: Picture;
  cover: SiteCover;
  altitude: Altitude;
  percentile: Percentile;
  range_km: number;
  size: number;
  theme: Theme;
}

const SCANS_SHOWN = 3;
const ONE_MINUTE_S = 60;
const GLOW_RAD = 0.7;
const GLOW_SLICES = 14;
const BEARING_STEP = 2;
const OVERLAP = 1.04; // so that no seam shows between wedges
const MARGIN_PX = 26;
// Where the number of a track may stand about its mark; where all are taken, the list beside the scope still names it.
const LABEL_PLACES: [number, number][] = [[18, -10], [18, 11], [-18, -10], [-18, 11]];
const LABEL_PX: [number, number] = [25, 12];

const radiusOf = (size: number) => size / 2 - MARGIN_PX;
const wedge = (r0: number, r1: number, from: number, to: number) => {
  const at = (r: number, a: number) => `${(r * Math.sin(a)).toFixed(1)},${(-r * Math.cos(a)).toFixed(1)}`;
  return `M${at(r0, from)}L${at(r1, from)}A${r1.toFixed(1)},${r1.toFixed(1)} 0 0 1 ${at(r1, to)}L${at(r0, to)}${r0 > 0.5 ? `A${r0.toFixed(1)},${r0.toFixed(1)} 0 0 0 ${at(r0, from)}` : ""}Z`;
};

/** Wedges of ground over which a target at the chosen height is hidden. */
function shadows(spec: ScopeSpec): string {
  const { cover, range_km, size } = spec;
  const scale = radiusOf(size) / range_km;
  const rings = Math.min(cover.rings, Math.ceil((range_km * 1000) / cover.step_m));
  const step_km = cover.step_m / 1000;
  const half = (OVERLAP * Math.PI * BEARING_STEP) / cover.bearings;
  let d = "";
  for (let b = 0; b < cover.bearings; b += BEARING_STEP) {
    const middle = (2 * Math.PI * b) / cover.bearings;
    let start = -1;
    for (let r = 0; r <= rings; r++) {
      const hidden = r < rings && !cover.sees(b * cover.rings + r, spec.altitude, spec.percentile);
      if (hidden && start < 0) start = r;
      if (!hidden && start >= 0) {
        d += wedge(start * step_km * scale, Math.min(range_km, r * step_km) * scale, middle - half, middle + half);
        start = -1;
      }
    }
  }
  return d;
}

let serial = 0;

/** What does not move: frame, hidden ground, rings, north mark, radars. */
export function drawStill(spec: ScopeSpec): { svg: SVGSVGElement; moving: SVGGElement } {
  const { size, theme: th, range_km, picture } = spec;
  const radius = radiusOf(size);
  const scale = radius / range_km;
  const half = size / 2;
  const id = `scope${++serial}`;
  const svg = s("svg", { width: size, height: size, viewBox: `${-half} ${-half} ${size} ${size}`, "aria-hidden": "true" });
  const inside = s("g", { "clip-path": `url(#${id})` });
  svg.append(
    s("defs", {}, s("clipPath", { id }, s("circle", { r: radius }))),
    s("rect", { x: -half, y: -half, width: size, height: size, fill: th.paper }),
    s("circle", { r: radius, fill: th.name === "light" ? "#f5f2eb" : "#1d2125" }),
    inside,
  );
  inside.append(s("path", { class: "shadow", d: shadows(spec), fill: th.shadow, "fill-opacity": th.name === "light" ? 0.26 : 0.75 }));
  for (let ring = 1; ring <= 4; ring++) {
    inside.append(s("circle", { r: (radius * ring) / 4, fill: "none", stroke: th.soft, "stroke-width": ring === 4 ? 1.4 : 0.7, "stroke-dasharray": ring === 4 ? "" : "2 4" }));
    svg.append(label(th, 4, -(radius * ring) / 4 + 13, t.v4.km((range_km * ring) / 4), { "font-size": 11, fill: th.soft, stroke: th.paper, "stroke-width": 2.5, "paint-order": "stroke" }));
  }
  for (let degrees = 0; degrees < 360; degrees += 30) {
    const a = (degrees * Math.PI) / 180;
    const [x, y] = [Math.sin(a), -Math.cos(a)];
    svg.append(s("line", { x1: x * radius, y1: y * radius, x2: x * (radius + 5), y2: y * (radius + 5), stroke: th.soft }));
    svg.append(s("text", { x: x * (radius + 15), y: y * (radius + 15) + 4, "text-anchor": "middle", "font-family": SANS, "font-size": 11, fill: degrees ? th.soft : th.ink, "font-weight": degrees ? 400 : 700 }, degrees ? String(degrees).padStart(3, "0") : "N"));
  }
  for (const radar of picture.radars) inside.append(s("path", { transform: `translate(${radar.east_km * scale} ${-radar.north_km * scale})`, d: "M-4,3L0,-5L4,3Z", fill: th.ink, stroke: th.paper, "stroke-width": 1 }));
  const moving = s("g", { "clip-path": `url(#${id})` });
  svg.append(moving);
  return { svg, moving };
}

/** What moves: the sweep with its glow, plots of the last scans, tracks. */
export function drawMoving(spec: ScopeSpec, t_s: number, tracks: TrackNow[], marked: Set<number>, still: boolean): SVGElement[] {
  const { picture, theme: th, size, range_km } = spec;
  const radius = radiusOf(size);
  const scale = radius / range_km;
  const out: SVGElement[] = [];
  picture.radars.forEach((radar, i) => {
    const sweep = still ? null : sweepOf(picture, i);
    if (!sweep) return;
    const a = sweep(t_s);
    const centre = `translate(${radar.east_km * scale} ${-radar.north_km * scale})`;
    for (let n = 0; n < GLOW_SLICES; n++)
      out.push(s("path", { transform: centre, d: wedge(0, radius * 1.5, a - (GLOW_RAD * (n + 1)) / GLOW_SLICES, a - (GLOW_RAD * n) / GLOW_SLICES), fill: th.accent, "fill-opacity": 0.2 * (1 - n / GLOW_SLICES) }));
    out.push(s("line", { class: "sweep", transform: centre, x1: 0, y1: 0, x2: radius * 1.5 * Math.sin(a), y2: -radius * 1.5 * Math.cos(a), stroke: th.accent, "stroke-width": 1.6 }));
  });
  const plots = plotsOf(picture);
  for (let i = 0; i < plots.t_s.length; i++) {
    const age = t_s - (plots.t_s[i] ?? 0);
    if (age < 0) break;
    const turn = (picture.radars[plots.radar[i] ?? 0]?.scan_s || 10) * picture.every;
    // Standing still, one whole scan is shown, equally strong.
    if (age > turn * (still ? 1 : SCANS_SHOWN)) continue;
    out.push(s("circle", { class: "plot-mark", cx: ((plots.east_km[i] ?? 0) * scale).toFixed(1), cy: (-(plots.north_km[i] ?? 0) * scale).toFixed(1), r: 2.6, fill: th.ink, "fill-opacity": (still ? 0.7 : 0.75 * (1 - age / (turn * SCANS_SHOWN))).toFixed(2) }));
  }
  const taken: { x: number; y: number }[] = [];
  for (const track of [...tracks].sort((p, q) => Number(marked.has(q.number)) - Number(marked.has(p.number)))) {
    const x = track.east_km * scale;
    const y = -track.north_km * scale;
    if (Math.hypot(x, y) > radius) continue;
    const ahead = (ONE_MINUTE_S / 1000) * scale;
    const chosen = marked.has(track.number);
    const ink = chosen ? th.accent : th.ink;
    if (chosen) out.push(s("circle", { cx: x, cy: y, r: 13, fill: "none", stroke: th.accent, "stroke-width": 2.4 }));
    out.push(
      s("line", { x1: x, y1: y, x2: x + track.velocity[0] * ahead, y2: y - track.velocity[1] * ahead, stroke: ink, "stroke-width": 1.4 }),
      s("g", { class: "track", "data-track": track.number, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }, s("circle", { r: 12, fill: th.paper, "fill-opacity": 0 }), judgedMark(track.judged, th, ink)),
    );
    const free = LABEL_PLACES.find(([dx, dy]) => !taken.some((box) => Math.abs(box.x - x - dx) < LABEL_PX[0] && Math.abs(box.y - y - dy) < LABEL_PX[1]));
    if (!free) continue;
    taken.push({ x: x + free[0], y: y + free[1] });
    out.push(label(th, x + free[0], y + free[1] + 4, trackName(track.number), { "text-anchor": "middle", "font-size": 11.5, fill: ink, stroke: th.paper, "stroke-width": 2.5, "paint-order": "stroke", "font-weight": chosen ? 700 : 500 }));
  }
  return out;
}

/** Shape by what the track was judged: square, circle, or a cross for not yet. */
export function judgedMark(judged: TrackNow["judged"], th: Theme, ink: string): SVGElement {
  const common = { fill: th.paper, stroke: ink, "stroke-width": 1.8 };
  if (judged === "hostile") return s("rect", { x: -4.5, y: -4.5, width: 9, height: 9, ...common });
  if (judged === "neutral") return s("circle", { r: 5, ...common });
  return s("path", { d: "M-5,0H5M0,-5V5", ...common });
}
