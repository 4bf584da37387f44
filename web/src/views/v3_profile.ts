// V3: from what height is a target seen along one bearing; and, where a route is given, its corridor.
import type { App, View } from "../app";
import { altitudeText, amslOver } from "../data/altitude";
import { EARTH_RADIUS_M } from "../data/geo";
import { bearingText, km, metres, percent, t } from "../i18n";
import type { Corridor, Percentile } from "../types";
import { chips, h, s, setText, type Table, toggle } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { swatch } from "../ui/map";
import { LIGHT, patterns, SANS, type Theme, theme } from "../ui/theme";

interface Cut {
  distance_m: number[];
  terrain: number[];
  floor: Record<Percentile, number[]>;
  band: { min: (number | null)[]; max: (number | null)[]; distance_m: number[]; from: number } | null;
}

const EXPORT_WIDTH = 1200;
const EXPORT_HEIGHT = 560;
const TABLE_EVERY = 5;
const PAD = { left: 46, right: 14, top: 14, bottom: 38 };

export function profileView(app: App): View {
  const { data, store } = app;

  const cut = (): Cut => {
    const { site, bearing_deg } = store.state;
    const cover = app.cover(site);
    const start = cover.cell(bearing_deg, 0);
    const slice = (from: Float32Array) => Array.from(from.subarray(start, start + cover.rings));
    const own = data.profiles.filter((item) => item.site === site);
    const off = (a: number) => Math.min(Math.abs(a - bearing_deg), 360 - Math.abs(a - bearing_deg));
    const preset = own.find((item) => item.bearing_deg === bearing_deg);
    const nearest = preset ?? [...own].sort((p, q) => off(p.bearing_deg) - off(q.bearing_deg))[0];
    const band = nearest?.missile_band_m ? { ...nearest.missile_band_m, distance_m: nearest.distance_m, from: nearest.bearing_deg } : null;
    const numbers = (values: (number | null)[]) => values.map((v) => v ?? Infinity);
    if (preset)
      return {
        distance_m: preset.distance_m,
        terrain: preset.terrain_amsl_m,
        floor: { p10: numbers(preset.floor_amsl_m.p10), p50: numbers(preset.floor_amsl_m.p50), p90: numbers(preset.floor_amsl_m.p90) },
        band,
      };
    return {
      distance_m: Array.from({ length: cover.rings }, (_, r) => (r + 0.5) * cover.step_m),
      terrain: slice(cover.terrain),
      floor: { p10: slice(cover.search.p10), p50: slice(cover.search.p50), p90: slice(cover.search.p90) },
      band,
    };
  };

  const draw = (width: number, height: number, th: Theme): SVGSVGElement => {
    const { state } = store;
    const c = cut();
    const far_m = data.ring_km * 1000;
    const flat = state.stretched;
    const drop = (d: number) => (flat ? 0 : (d * d) / (2 * EARTH_RADIUS_M));
    const altitude_m = (i: number) => amslOver(state.altitude, c.terrain[i] ?? 0);
    const highest = Math.max(12_000, ...c.terrain.map((_, i) => altitude_m(i) * 1.25), flat ? 0 : 16_000);
    const top_m = Math.min(highest, 32_000);
    const bottom_m = flat ? 0 : -drop(far_m);
    const squash = (v: number) => (flat ? Math.sqrt(Math.max(0, v) / top_m) : (v - bottom_m) / (top_m - bottom_m));
    const x = (d: number) => PAD.left + (d / far_m) * (width - PAD.left - PAD.right);
    const y = (alt_m: number, d: number) => height - PAD.bottom - squash(alt_m - drop(d)) * (height - PAD.top - PAD.bottom);
    const at = (alt_m: number, d: number) => `${x(d).toFixed(1)},${y(alt_m, d).toFixed(1)}`;
    const line = (values: number[], distances = c.distance_m) => {
      let d = "";
      let pen = false;
      values.forEach((v, i) => {
        const dist = distances[i] ?? 0;
        if (!Number.isFinite(v) || dist > far_m) pen = false;
        else {
          d += `${pen ? "L" : "M"}${at(v, dist)}`;
          pen = true;
        }
      });
      return d;
    };
    const between = (low: number[], high: number[], distances = c.distance_m) => {
      const keep = distances.map((_, i) => i).filter((i) => Number.isFinite(low[i]) && Number.isFinite(high[i]) && (distances[i] ?? 0) <= far_m);
      if (!keep.length) return "";
      const one = (values: number[], order: number[]) => order.map((i) => at(values[i] ?? 0, distances[i] ?? 0)).join("L");
      return `M${one(high, keep)}L${one(low, [...keep].reverse())}Z`;
    };
    const prefix = `profile${width}${th.name}`;
    const text = (px: number, py: number, content: string, attributes: Record<string, string | number> = {}) =>
      s("text", { x: px, y: py, "font-family": SANS, "font-size": 12, fill: th.soft, ...attributes }, content);
    const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", class: "profile-svg" });
    const defs = patterns(prefix, th);
    defs.append(s("clipPath", { id: `${prefix}-box` }, s("rect", { x: PAD.left, y: PAD.top, width: width - PAD.left - PAD.right, height: height - PAD.top - PAD.bottom })));
    svg.append(defs, s("rect", { width, height, fill: th.paper }));
    const plot = s("g", { "clip-path": `url(#${prefix}-box)` });
    // Lines of equal altitude; with the earth's curvature they bend away.
    const samples = Array.from({ length: 81 }, (_, i) => (i / 80) * far_m);
    const levels = flat ? [100, 500, 1000, 3000, 5000, 10_000, 20_000] : [0, 5000, 10_000, 15_000, 20_000, 25_000, 30_000];
    for (const level of levels.filter((v) => v <= top_m)) {
      plot.append(s("path", { d: line(samples.map(() => level), samples), fill: "none", stroke: th.rule, "stroke-width": 1 }));
      svg.append(text(PAD.left - 6, y(level, 0) + 4, String(level / 1000), { "text-anchor": "end" }));
    }
    if (c.band) {
      const numbers = (values: (number | null)[]) => values.map((v) => v ?? Infinity);
      plot.append(s("path", { d: between(numbers(c.band.min), numbers(c.band.max), c.band.distance_m), fill: th.band, "fill-opacity": 0.28, stroke: th.soft, "stroke-width": 1, "stroke-dasharray": "2 3" }));
    }
    plot.append(s("path", { d: between(c.floor.p10, c.floor.p90), fill: th.ramp[3], "fill-opacity": 0.45 }));
    for (const p of ["p10", "p90"] as const) plot.append(s("path", { d: line(c.floor[p]), fill: "none", stroke: th.accent, "stroke-width": 0.8 }));
    plot.append(s("path", { d: line(c.floor.p50), fill: "none", stroke: th.outline, "stroke-width": 2.2 }));
    // Terrain over the curved sea level, down to the frame.
    const ground = c.distance_m.map((d, i) => at(Math.max(0, c.terrain[i] ?? 0), d)).join("L");
    plot.append(
      s("path", { d: `M${x(0)},${height}L${at(c.terrain[0] ?? 0, 0)}L${ground}L${x(far_m)},${y(0, far_m)}L${x(far_m)},${height}Z`, fill: th.ground, "fill-opacity": th.name === "light" ? 0.75 : 0.9 }),
      s("path", { d: line(samples.map(() => 0), samples), fill: "none", stroke: th.ink, "stroke-width": 0.8, opacity: 0.6 }),
    );
    // The target's own path: thick where it is seen.
    const level = c.terrain.map((_, i) => altitude_m(i));
    const seen = level.map((v, i) => (v >= (c.floor[state.percentile][i] ?? Infinity) ? v : Number.NaN));
    plot.append(
      s("path", { d: line(level), fill: "none", stroke: th.ink, "stroke-width": 1, "stroke-dasharray": "2 4" }),
      s("path", { d: line(seen), fill: "none", stroke: th.paper, "stroke-width": 6 }),
      s("path", { d: line(seen), fill: "none", stroke: th.ink, "stroke-width": 3.2 }),
    );
    const reach = app.cover(state.site).detectionRange(state.cls, state.altitude, "nominal");
    svg.append(plot);
    if (reach < far_m) {
      const end = x(reach) > width * 0.6;
      const lines = [t.v3.rangeTick(km(reach)), app.rangeFrom.trim()];
      svg.append(
        s("line", { x1: x(reach), x2: x(reach), y1: PAD.top, y2: height - PAD.bottom, stroke: th.ink, "stroke-width": 1, "stroke-dasharray": "6 4" }),
        ...lines.map((words, i) => text(x(reach) + (end ? -6 : 6), PAD.top + 14 + 15 * i, words, { "text-anchor": end ? "end" : "start", fill: th.ink })),
      );
    }
    const every = width < 520 ? 100 : 50;
    for (let d = 0; d <= data.ring_km; d += every)
      svg.append(
        s("line", { x1: x(d * 1000), x2: x(d * 1000), y1: height - PAD.bottom, y2: height - PAD.bottom + 5, stroke: th.soft }),
        text(x(d * 1000), height - PAD.bottom + 18, String(d), { "text-anchor": d === 0 ? "start" : d === data.ring_km ? "end" : "middle" }),
      );
    svg.append(
      s("line", { x1: PAD.left, x2: width - PAD.right, y1: height - PAD.bottom, y2: height - PAD.bottom, stroke: th.soft }),
      text(width - PAD.right, height - 4, t.v3.distance, { "text-anchor": "end", "font-style": "italic" }),
      text(PAD.left, height - 4, t.v3.height, { "font-style": "italic" }),
    );
    return svg;
  };

  const picture = (width: number, height: number, th: Theme) => (store.state.corridor && data.corridor ? corridorSvg(data.corridor, width, height, th) : draw(width, height, th));

  const figure = makeFigure(app, {
    id: "v3",
    kicker: t.v3.kicker,
    tables: () => [store.state.corridor && data.corridor ? corridorTable(data.corridor) : profileTable()],
    picture: () => ({ svg: picture(EXPORT_WIDTH, EXPORT_HEIGHT, LIGHT), width: EXPORT_WIDTH, height: EXPORT_HEIGHT }),
  });

  const profileTable = (): Table => {
    const c = cut();
    const { state } = store;
    const number = (v: number | undefined) => (v === undefined || !Number.isFinite(v) ? "–" : Math.round(v));
    return {
      caption: t.v3.tableCaption(bearingText(state.bearing_deg)),
      head: t.v3.tableHead,
      rows: c.distance_m
        .map((d, i): (string | number)[] => [
          Math.round(d / 100) / 10, Math.round(c.terrain[i] ?? 0), number(c.floor.p50[i]), number(c.floor.p10[i]), number(c.floor.p90[i]),
          number((c.floor.p50[i] ?? Infinity) - (c.terrain[i] ?? 0)),
          amslOver(state.altitude, c.terrain[i] ?? 0) >= (c.floor[state.percentile][i] ?? Infinity) ? t.v1.placeSeen : t.v1.placeHidden,
        ])
        .filter((_, i) => i % TABLE_EVERY === 0),
    };
  };

  const own = () => data.profiles.filter((item) => item.site === store.state.site);
  const presets = h("div", { class: "chip-row", role: "group", "aria-label": t.v3.presets });
  const bearing = h("input", { id: "bearing", type: "number", min: 0, max: 359, step: 1, inputmode: "numeric", change: () => {
    const value = Math.round(Number(bearing.value));
    if (Number.isFinite(value)) store.set({ bearing_deg: ((value % 360) + 360) % 360, corridor: false });
  } });
  const dial = h("input", { type: "range", min: 0, max: 359, step: 1, "aria-label": t.v3.bearing, input: () => store.set({ bearing_deg: Number(dial.value), corridor: false }) });
  const scale = toggle(t.v3.scale, (on) => store.set({ stretched: on }));
  const tabs = data.corridor
    ? chips("profile-tab", t.v3.cutAlong, [{ value: "bearing", label: t.v3.tab }, { value: "corridor", label: t.v3.corridorTab }], (value) => store.set({ corridor: value === "corridor" }))
    : null;
  const frame = h("div", { class: "profile" });
  const alt = h("p", { class: "offscreen" });
  const legend = h("ul", { class: "legend" });
  const note = h("p", { class: "fine" });
  const controls = h("div", { class: "control-row" }, h("div", { class: "field" }, h("label", { for: "bearing" }, t.v3.bearing), h("div", { class: "slider" }, dial, bearing)), presets, scale.element);
  figure.plot.append(...(tabs ? [tabs.element] : []), controls, frame, alt, legend, note);
  figure.element.classList.add("wide");

  const floorAt = (c: Cut, distance_km: number, p: Percentile) => {
    const i = c.distance_m.findIndex((d) => d >= distance_km * 1000);
    return c.floor[p][i] ?? Infinity;
  };

  const update = () => {
    const { state } = store;
    const th = theme();
    const corridor = state.corridor ? data.corridor : null;
    const c = cut();
    const towards = bearingText(state.bearing_deg);
    const altitude = altitudeText(state.altitude);
    const cover = app.cover(state.site);
    let farthest = 0;
    c.distance_m.forEach((d, i) => {
      if (amslOver(state.altitude, c.terrain[i] ?? 0) >= (c.floor[state.percentile][i] ?? Infinity)) farthest = d + cover.step_m / 2;
    });
    const hundred = [floorAt(c, t.v3.numberAt, "p10"), floorAt(c, t.v3.numberAt, "p90")].sort((p, q) => p - q);
    const profileAlt = t.v3.alt({ bearing: towards, floor50: metres(floorAt(c, 50, "p50")), floor100: metres(floorAt(c, 100, "p50")), floor200: metres(floorAt(c, 200, "p50")) });
    if (corridor) {
      const engaged = corridor.rows.filter((row) => row.engageable).length;
      figure.set({
        title: t.v3.corridorTitle(corridor.name),
        number: percent(engaged / Math.max(1, corridor.rows.length)),
        numberLabel: t.v3.corridorNumber,
        caveat: corridor.note,
        claims: app.site().claims,
        alt: `${t.v3.corridorTitle(corridor.name)} ${percent(engaged / Math.max(1, corridor.rows.length))} ${t.v3.corridorNumber}.`,
      });
    } else
      figure.set({
        title: farthest > 0 ? t.v3.title({ bearing: towards, altitude, range: km(farthest) }) : t.v3.titleNone({ bearing: towards, altitude }),
        number: metres(floorAt(c, t.v3.numberAt, "p50")),
        numberLabel: t.v3.number,
        caveat: t.v3.caveat({ lo: metres(hundred[0] ?? 0), hi: metres(hundred[1] ?? 0) }),
        claims: [...new Set([...app.site().claims, ...app.target().claims])],
        alt: profileAlt,
      });
    setText(alt, figure.text.alt);
    tabs?.set(corridor ? "corridor" : "bearing");
    controls.hidden = corridor !== null;
    bearing.value = String(state.bearing_deg);
    dial.value = String(state.bearing_deg);
    dial.setAttribute("aria-valuetext", towards);
    scale.set(state.stretched);
    const site = state.site;
    if (presets.dataset["site"] !== site) {
      presets.dataset["site"] = site;
      presets.replaceChildren(...own().map((item) => h("button", { type: "button", class: "chip-button", "data-bearing": item.bearing_deg, click: () => store.set({ bearing_deg: item.bearing_deg }) }, item.label)));
    }
    for (const item of presets.children) item.setAttribute("aria-pressed", String(Number((item as HTMLElement).dataset["bearing"]) === state.bearing_deg));
    const width = Math.max(280, Math.round(frame.clientWidth || 900));
    frame.replaceChildren(picture(width, width < 520 ? 320 : 460, th));
    const item = (kind: Parameters<typeof swatch>[1], text: string) => h("li", {}, swatch(th, kind), text);
    legend.replaceChildren(
      ...(corridor
        ? [
            item({ fill: th.paper }, t.v3.corridorLegend.none),
            item({ fill: th.ramp[3], opacity: 0.9 }, t.v3.corridorLegend.seen),
            item({ fill: th.ramp[1], opacity: 0.95, pattern: "hatch" }, t.v3.corridorLegend.engage),
          ]
        : [
            item({ stroke: th.outline, width: 2.2 }, t.v3.floorLabel),
            item({ fill: th.ramp[3], opacity: 0.45, stroke: th.accent }, t.v3.floorBand),
            item({ stroke: th.ink, width: 3.2 }, `${t.v3.targetLabel(altitude)}, ${t.v3.targetSeen}`),
            item({ fill: th.ground, opacity: 0.75 }, t.v3.terrainLabel),
            ...(c.band ? [item({ fill: th.band, opacity: 0.28, stroke: th.soft }, t.v3.missileLabel)] : []),
          ]),
    );
    setText(note, !corridor && c.band && c.band.from !== state.bearing_deg ? t.v3.missileFrom(bearingText(c.band.from)) : "");
  };
  new ResizeObserver(() => {
    const drawnWidth = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (drawnWidth && frame.clientWidth >= 280 && Math.abs(frame.clientWidth - drawnWidth) > 2) store.refresh();
  }).observe(frame);
  return { id: "v3", key: "3", element: figure.element, update };
}

function corridorTable(corridor: Corridor): Table {
  const word = (v: boolean) => (v ? t.v3.yes : t.v3.no);
  return { caption: corridor.name, head: t.v3.corridorHead, rows: corridor.rows.map((row) => [row.distance_nm, `FL${String(row.flight_level).padStart(3, "0")}`, word(row.seen), word(row.engageable)]) };
}

/** Exposure along a route: distance in NM, flight levels upwards; no colour stands for the absence of danger. */
function corridorSvg(corridor: Corridor, width: number, height: number, th: Theme): SVGSVGElement {
  const distances = [...new Set(corridor.rows.map((row) => row.distance_nm))].sort((p, q) => p - q);
  const levels = [...new Set(corridor.rows.map((row) => row.flight_level))].sort((p, q) => p - q);
  const w = (width - PAD.left - PAD.right) / Math.max(1, distances.length);
  const hh = (height - PAD.top - PAD.bottom) / Math.max(1, levels.length);
  const prefix = `corridor${width}${th.name}`;
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, patterns(prefix, th), s("rect", { width, height, fill: th.paper }));
  const text = (px: number, py: number, content: string, attributes: Record<string, string | number> = {}) =>
    s("text", { x: px, y: py, "font-family": SANS, "font-size": 12, fill: th.soft, ...attributes }, content);
  for (const row of corridor.rows) {
    const box = { x: PAD.left + distances.indexOf(row.distance_nm) * w, y: height - PAD.bottom - (levels.indexOf(row.flight_level) + 1) * hh, width: w + 0.4, height: hh - 1 };
    if (row.engageable) svg.append(s("rect", { ...box, fill: th.ramp[1] }), s("rect", { ...box, fill: `url(#${prefix}-hatch)`, "fill-opacity": 0.8 }));
    else if (row.seen) svg.append(s("rect", { ...box, fill: th.ramp[3], "fill-opacity": 0.9 }));
  }
  levels.forEach((level, i) => svg.append(text(PAD.left - 6, height - PAD.bottom - (i + 0.5) * hh + 4, `FL${String(level).padStart(3, "0")}`, { "text-anchor": "end", "font-size": 11 })));
  const every = Math.max(1, Math.ceil(distances.length / (width < 520 ? 5 : 12)));
  distances.forEach((d, i) => {
    if (i % every === 0) svg.append(text(PAD.left + (i + 0.5) * w, height - PAD.bottom + 16, String(Math.round(d)), { "text-anchor": "middle" }));
  });
  svg.append(
    s("rect", { x: PAD.left, y: PAD.top, width: width - PAD.left - PAD.right, height: height - PAD.top - PAD.bottom, fill: "none", stroke: th.rule }),
    text(width - PAD.right, height - 4, t.v3.corridorX, { "text-anchor": "end", "font-style": "italic" }),
    text(PAD.left, height - 4, t.v3.corridorY, { "font-style": "italic" }),
  );
  return svg;
}
