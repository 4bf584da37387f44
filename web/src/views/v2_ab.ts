// V2: one batch against two, on the same map and in paired figures.
import type { App, View } from "../app";
import { altitudeText, rungOf } from "../data/altitude";
import { midpoint, polarBetween } from "../data/geo";
import { areaKm2, both, engageField, type Grid, type GridSite, gridSite, not, outline, type Shape, seenField, shapeToLonLat, union } from "../data/grid";
import { area, plain, t } from "../i18n";
import type { AbShow } from "../store";
import type { AbRow, Range3 } from "../types";
import { chips, h, s, setText } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { type DrawnMap, drawMap, type MapLayer, swatch } from "../ui/map";
import { LIGHT, SANS, type Theme, theme } from "../ui/theme";

const CELLS = 300;
const MARGIN = 1.045;
const EXPORT_SIZE = 900;
const DIVIDER_STEP = 0.05;
const MULTIPLE_PX = 70;
const CHARACTER_PX = 6.6;
const DEPTH_METRICS = ["channel", "ready", "raid"];

interface Pair {
  a: Shape;
  b: Shape;
  engageA: Shape;
  engageB: Shape;
  added: Shape;
  lost: Shape;
  a_km2: number;
  added_km2: number;
  lost_km2: number;
}

export function abView(app: App): View {
  const { data, store } = app;
  const isNever = (meaning: string) => data.ab.arrival === "never" || meaning.startsWith("never");
  const first = data.sites[0];
  const second = data.sites[1];
  if (!first) throw new Error(t.broken);
  const grids = new Map<string, { grid: Grid; sites: GridSite[] }>();
  const gridded = () => {
    const apart = store.state.placement === "apart" && second !== undefined;
    const key = apart ? "apart" : "one";
    let known = grids.get(key);
    if (!known) {
      const p = { lat: first.lat_deg, lon: first.lon_deg };
      const q = second ? { lat: second.lat_deg, lon: second.lon_deg } : p;
      const grid: Grid = apart
        ? { centre: midpoint(p, q), half_km: (data.ring_km + polarBetween(p, q).range_m / 2000) * MARGIN, n: CELLS }
        : { centre: p, half_km: data.ring_km * MARGIN, n: CELLS };
      known = { grid, sites: (apart && second ? [first, second] : [first]).map((site) => gridSite(app.cover(site.id), grid)) };
      grids.set(key, known);
    }
    return known;
  };

  let pair: Pair | null = null;
  let pairFor = "";
  const compute = (): Pair => {
    const { cls, altitude, percentile, placement, meaning } = store.state;
    const stamp = JSON.stringify([cls, altitude, percentile, placement, isNever(meaning)]);
    if (pair && stamp === pairFor) return pair;
    const { grid, sites } = gridded();
    const seen = sites.map((g) => seenField(g, altitude, percentile, g.cover.detectionRange(cls, altitude, "nominal")));
    const engaged = sites.map((g) => engageField(g, altitude, g.cover.engageLimits(cls, altitude)));
    const a = seen[0] ?? new Float32Array();
    const ea = engaged[0] ?? new Float32Array();
    const b = isNever(meaning) ? a : union(...seen);
    const eb = isNever(meaning) ? ea : union(...engaged);
    const added = both(b, not(a));
    const lost = both(a, not(b));
    pair = {
      a: outline(a, grid), b: outline(b, grid), engageA: outline(ea, grid), engageB: outline(eb, grid),
      added: outline(added, grid), lost: outline(lost, grid), a_km2: areaKm2(a, grid), added_km2: areaKm2(added, grid), lost_km2: areaKm2(lost, grid),
    };
    pairFor = stamp;
    return pair;
  };

  const layersOf = (p: Pair, show: AbShow, th: Theme): MapLayer[] => {
    const fill = th.ramp[2] ?? th.accent;
    const one = (seen: Shape, engage: Shape, clip?: "left" | "right"): MapLayer[] => [
      { shape: seen, fill, opacity: 0.72, stroke: th.outline, width: 1.5, clip },
      { shape: engage, stroke: th.outline, width: 1.3, dash: "7 2.5 1.5 2.5", clip },
    ];
    if (show === "a") return one(p.a, p.engageA);
    if (show === "b") return one(p.b, p.engageB);
    if (show === "slide") return [...one(p.a, p.engageA, "left"), ...one(p.b, p.engageB, "right")];
    return [
      { shape: p.a, fill, opacity: 0.3, stroke: th.outline, width: 1 },
      { shape: p.added, pattern: "plus", stroke: th.added, width: 1.6 },
      { shape: p.lost, pattern: "minus", stroke: th.lost, width: 1.6 },
    ];
  };

  const draw = (size: number, th: Theme): DrawnMap => {
    const { grid, sites } = gridded();
    const { abShow, meaning, placement, divider } = store.state;
    const twoSites = placement === "apart" && !isNever(meaning) && second !== undefined;
    const marks = twoSites && abShow !== "a" ? [first, second] : [first];
    return drawMap({
      data, grid, sites, marks, size, theme: th, divider,
      layers: layersOf(compute(), abShow, th),
      rings: marks.map((site, i) => ({ centre: { lat: site.lat_deg, lon: site.lon_deg }, km: data.ring_km, label: i === 0 && abShow !== "slide" ? `${data.ring_km} km` : "", main: true })),
      lines: [],
    });
  };

  const classLabel = (id: string) => data.classes.find((item) => item.id === id)?.label ?? id;
  /** A row with its class and unit as a reader writes them. */
  const readable = (row: AbRow): AbRow => ({ ...row, label: row.class ? row.label.replace(row.class, classLabel(row.class)) : row.label, unit: t.v2.units[row.unit] ?? row.unit });
  const rowsNow = (): AbRow[] => {
    const { meaning, placement, cls, altitude } = store.state;
    const fitting = data.ab.rows.filter((row) => row.meaning === meaning && row.placement === placement).map(readable);
    const rung = rungOf(altitude, data.altitudes)?.text;
    const exact = fitting.filter((row) => (!row.class || row.class === cls) && (!row.altitude || row.altitude === rung));
    if (exact.some((row) => row.altitude)) return exact;
    // Off the study's own ladder the page can still count cells, with nominal claims and so without an interval.
    const p = compute();
    const bare = (v: number): Range3 => ({ nominal: Number(v.toPrecision(3)), low: null, high: null });
    const counted: AbRow = {
      meaning, placement, metric: "area", label: t.v2.areaRow({ target: app.target().label, altitude: altitudeText(altitude) }), unit: t.v2.areaUnit,
      a: bare(p.a_km2), b: bare(p.a_km2 + p.added_km2 - p.lost_km2), difference: { ...bare(p.added_km2 - p.lost_km2), clear: p.added_km2 > p.lost_km2 },
    };
    return [...exact, counted];
  };
  const depthFirst = (rows: AbRow[]) => {
    const rank = (row: AbRow) => {
      const found = DEPTH_METRICS.findIndex((word) => row.metric.includes(word));
      return found < 0 ? DEPTH_METRICS.length : found;
    };
    return [...rows].sort((p, q) => rank(p) - rank(q));
  };

  const figure = makeFigure(app, {
    id: "v2",
    kicker: t.v2.kicker,
    tables: () => [{
      caption: t.v2.tableCaption,
      head: t.v2.tableHead,
      rows: data.ab.rows
        .filter((row) => row.meaning === store.state.meaning)
        .map(readable)
        .map((row) => [
          labelOf(row.meaning), t.v2.placements[row.placement] ?? row.placement, [row.label, ...[row.class && classLabel(row.class), row.altitude].filter((word) => word && !row.label.includes(word))].join(", "), row.unit,
          ...[row.a, row.b, row.difference].flatMap((v) => [plain(v.nominal), plain(v.low), plain(v.high)]), t.v2.verdict(row.difference.clear),
        ]),
    }],
    picture: () => {
      const rows = depthFirst(rowsNow());
      const map = draw(EXPORT_SIZE, LIGHT).svg;
      const small = rows.map((row) => multiple(row, EXPORT_SIZE, LIGHT));
      const high = small.reduce((sum, item) => sum + Number(item.getAttribute("height")) + 4, 0);
      const all = s("svg", { viewBox: `0 0 ${EXPORT_SIZE} ${EXPORT_SIZE + high + 16}`, width: EXPORT_SIZE, height: EXPORT_SIZE + high + 16 }, map);
      let y = EXPORT_SIZE + 16;
      for (const item of small) {
        item.setAttribute("y", String(y));
        y += Number(item.getAttribute("height")) + 4;
        all.append(item);
      }
      return { svg: all, width: EXPORT_SIZE, height: EXPORT_SIZE + high + 16 };
    },
    geojson: () => {
      const { grid } = gridded();
      const p = compute();
      const feature = (shape: Shape, kind: string) => ({
        type: "Feature",
        properties: { kind, target: store.state.cls, altitude: altitudeText(store.state.altitude), scenario: data.meta.scenario_hash },
        geometry: { type: "MultiPolygon", coordinates: shapeToLonLat(shape, grid) },
      });
      return { type: "FeatureCollection", features: [feature(p.a, "a"), feature(p.b, "b"), feature(p.added, "added"), feature(p.lost, "lost")] };
    },
  });

  const labelOf = (id: string) => data.ab.batch_meanings.find((item) => item.id === id)?.label ?? id;
  const show = chips("ab-show", t.v2.show, [
    { value: "slide", label: t.v2.slide }, { value: "a", label: t.v2.showA }, { value: "b", label: t.v2.showB }, { value: "difference", label: t.v2.difference },
  ], (value) => store.set({ abShow: value as AbShow }));
  const meaning = h("select", { id: "meaning", change: () => store.set({ meaning: meaning.value }) }, ...data.ab.batch_meanings.map((item) => h("option", { value: item.id }, item.label)));
  const placement = chips("placement", t.v2.placement, data.ab.placements.map((id) => ({ value: id, label: id === "apart" && second ? `${t.v2.placements[id] ?? id} (${second.name})` : (t.v2.placements[id] ?? id) })), (value) => store.set({ placement: value }));
  const meaningNote = h("p", { class: "fine" });
  const frame = h("div", { class: "map ab" });
  const handle = h("div", { class: "divider", role: "slider", tabindex: "0", "aria-label": t.v2.divider, "aria-valuemin": 0, "aria-valuemax": 100 });
  const tags = h("div", { class: "ab-tags", "aria-hidden": "true" }, h("span", {}, t.v2.a), h("span", {}, t.v2.b));
  const same = h("p", { class: "same", role: "status" });
  const alt = h("p", { class: "offscreen" });
  const legend = h("ul", { class: "legend" });
  const multiples = h("div", { class: "multiples" });
  figure.plot.append(show.element, frame, alt, legend);
  figure.side.append(
    h("div", { class: "field" }, h("label", { for: "meaning" }, t.v2.batchMeans), meaning),
    meaningNote, placement.element, same, h("h3", {}, t.v2.multiples), multiples,
  );

  const moveDivider = (value: number) => store.set({ divider: Math.round(Math.min(1, Math.max(0, value)) * 100) / 100 });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -DIVIDER_STEP, ArrowDown: -DIVIDER_STEP, ArrowRight: DIVIDER_STEP, ArrowUp: DIVIDER_STEP, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    moveDivider(store.state.divider + step);
  });
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = frame.getBoundingClientRect();
    moveDivider((event.clientX - box.left) / box.width);
  });

  const update = () => {
    const { state } = store;
    const th = theme();
    const p = compute();
    const rows = depthFirst(rowsNow());
    const never = isNever(state.meaning);
    const unchanged = p.added_km2 === 0 && p.lost_km2 === 0;
    const depth = rows.find((row) => DEPTH_METRICS.some((word) => row.metric.includes(word)));
    const altitude = altitudeText(state.altitude);
    const chosen = data.ab.batch_meanings.find((item) => item.id === state.meaning);
    const depthWord = depth ? depth.label.charAt(0).toLowerCase() + depth.label.slice(1) : "";
    figure.set({
      title: never
        ? t.v2.titleNever
        : !unchanged
          ? t.v2.titleMore({ added: area(p.added_km2), altitude })
          : depth
            ? t.v2.titleSame({ label: depthWord, a: plain(depth.a.nominal), b: plain(depth.b.nominal) })
            : t.v2.titleSameArea,
      number: unchanged && depth ? signed(depth.difference.nominal) : `${unchanged ? "" : "+"}${area(p.added_km2)}`,
      numberLabel: unchanged && depth ? t.v2.numberDepth(depthWord) : t.v2.number,
      caveat: [data.ab.condition, data.fights ? t.v2.caveatFought : t.v2.caveatDepth, chosen?.note ?? "", state.placement === "apart" ? (second?.note ?? "") : ""].filter(Boolean).join(" "),
      claims: chosen?.claims ?? [],
      alt: t.v2.alt({ altitude, target: app.target().label, added: area(p.added_km2), lost: area(p.lost_km2) }),
    });
    setText(alt, figure.text.alt);
    show.set(state.abShow);
    meaning.value = state.meaning;
    placement.set(state.placement);
    setText(meaningNote, chosen?.note ?? "");
    setText(same, unchanged ? (never ? t.v2.sameNever : t.v2.same) : "");
    same.hidden = !unchanged;
    const size = Math.max(280, Math.min(860, Math.round(frame.clientWidth || 700)));
    const map = draw(size, th);
    if (frame.firstElementChild instanceof SVGElement) frame.firstElementChild.replaceWith(map.svg);
    else frame.append(map.svg, handle, tags);
    const sliding = state.abShow === "slide";
    handle.hidden = !sliding;
    tags.hidden = !sliding;
    handle.style.left = `${state.divider * 100}%`;
    tags.style.setProperty("--at", `${state.divider * 100}%`);
    handle.setAttribute("aria-valuenow", String(Math.round(state.divider * 100)));
    const item = (kind: Parameters<typeof swatch>[1], text: string) => h("li", {}, swatch(th, kind), text);
    legend.replaceChildren(
      item({ fill: th.ramp[2], opacity: state.abShow === "difference" ? 0.3 : 0.72 }, t.v2.legendSeen),
      ...(state.abShow === "difference"
        ? [item({ pattern: "plus", stroke: th.added }, t.v2.legendAdded), item({ pattern: "minus", stroke: th.lost }, t.v2.legendLost)]
        : [item({ stroke: th.outline, dash: "7 2.5 1.5 2.5" }, t.v2.legendEngage)]),
      item({ stroke: th.ink, dash: "6 4" }, t.v1.legendRing(data.ring_km)),
    );
    const width = Math.max(240, multiples.clientWidth || 340);
    multiples.replaceChildren(...(rows.length ? rows.map((row) => multiple(row, width, th)) : [h("p", { class: "none" }, t.v2.noRows)]));
  };
  new ResizeObserver(() => {
    const drawnWidth = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (drawnWidth && frame.clientWidth >= 280 && Math.abs(frame.clientWidth - drawnWidth) > 2) store.refresh();
  }).observe(frame);
  return { id: "v2", key: "2", element: figure.element, update };
}

const signed = (value: number | null) => (value === null ? "–" : value > 0 ? `+${plain(value)}` : plain(value));

function interval(v: Range3): string {
  return v.low === null || v.high === null || v.low === v.high ? plain(v.nominal) : `${plain(v.nominal)} (${plain(v.low)}–${plain(v.high)})`;
}

/** One metric: A and B as points with intervals on one axis, and the paired difference in words. */
function multiple(row: AbRow, width: number, th: Theme): SVGSVGElement {
  const top = Math.max(...[row.a, row.b].flatMap((v) => [v.nominal ?? 0, v.high ?? 0])) || 1;
  const bottom = Math.min(0, ...[row.a, row.b].flatMap((v) => [v.nominal ?? 0, v.low ?? 0]));
  const left = 22;
  const right = width - 8;
  const room = Math.max(interval(row.a).length, interval(row.b).length) * CHARACTER_PX + 16;
  const x = (v: number) => left + ((v - bottom) / (top - bottom)) * Math.max(40, right - left - room);
  const { difference: d } = row;
  const none = d.nominal === 0 && (d.low ?? 0) === 0 && (d.high ?? 0) === 0;
  const words = none ? t.v2.noChange : d.clear ? t.v2.clear(`${signed(d.nominal)}${d.low !== null && d.high !== null && d.low !== d.high ? ` (${signed(d.low)} to ${signed(d.high)})` : ""}`) : t.v2.unclear;
  const text = (px: number, py: number, content: string, attributes: Record<string, string | number> = {}) =>
    s("text", { x: px, y: py, "font-family": SANS, "font-size": 13, fill: th.ink, ...attributes }, content);
  const arm = (name: string, v: Range3, y: number, fill: string) => [
    text(4, y + 4.5, name, { "font-weight": 700 }),
    v.low !== null && v.high !== null ? s("line", { x1: x(v.low), x2: x(v.high), y1: y, y2: y, stroke: fill, "stroke-width": 5, "stroke-opacity": 0.4, "stroke-linecap": "round" }) : null,
    v.nominal !== null ? s("circle", { cx: x(v.nominal), cy: y, r: 5, fill, stroke: th.paper, "stroke-width": 1 }) : null,
    text(Math.max(x(v.nominal ?? 0), x(v.high ?? v.nominal ?? 0)) + 10, y + 4.5, interval(v), { "font-size": 12.5 }),
  ];
  const label = `${row.label}${row.unit && row.unit !== "1" ? `, ${row.unit}` : ""}`;
  const apart = (label.length + words.length) * CHARACTER_PX > width - 24 ? 18 : 0;
  const tall = MULTIPLE_PX + apart;
  const aria = `${label}: A ${interval(row.a)}, B ${interval(row.b)}, ${words}`;
  return s(
    "svg",
    { width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: "img", "aria-label": aria, class: "multiple" },
    s("line", { x1: 0, x2: width, y1: 0.5, y2: 0.5, stroke: th.rule }),
    text(4, 17, label, { "font-weight": 650 }),
    text(apart ? 4 : width - 4, 17 + apart, words, { "text-anchor": apart ? "start" : "end", fill: none || !d.clear ? th.soft : th.ink, "font-style": d.clear && !none ? "normal" : "italic" }),
    s("line", { x1: x(0), x2: x(0), y1: 26 + apart, y2: 66 + apart, stroke: th.rule }),
    ...arm("A", row.a, 36 + apart, th.soft).filter((node) => node !== null),
    ...arm("B", row.b, 57 + apart, th.accent).filter((node) => node !== null),
  );
}
