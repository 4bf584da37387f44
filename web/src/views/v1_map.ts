// V1: the ring against reality, with the four corrections to switch one by one.
import type { App, View } from "../app";
import { type Altitude, altitudeText, amslOver, rungOf } from "../data/altitude";
import { answered, type SiteCover, siteOfRow } from "../data/cover";
import { compass, destination, mercatorCircle, polarBetween } from "../data/geo";
import { both, engageField, type Grid, type GridSite, gridSite, not, outline, type Shape, seenField, shapeToLonLat } from "../data/grid";
import { bearingText, capital, km, metres, percent, t } from "../i18n";
import { CORRECTIONS } from "../store";
import { h, s, setText, type Table, toggle } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { type DrawnMap, drawMap, type MapLayer, swatch } from "../ui/map";
import { LIGHT, type Theme, theme } from "../ui/theme";
import { markFlyer } from "../ui/marked";
import { liveAnswer } from "./v0_answer";

const CELLS = 340;
const MARGIN = 1.06;
const MOST_BANDS = 6;
const MANY_PIECES = 30;
const STEP_KM = 10;
const LONG_STEP_KM = 50;
const NEAR_PLACE_M = 30_000;
const EXPORT_SIZE = 900;

interface Band {
  altitude: Altitude;
  shape: Shape;
}

interface Drawing {
  bands: Band[];
  hatch: Shape;
  engage: Shape;
  shadow: Shape;
  low: Shape;
  high: Shape;
}

export function mapView(app: App): View {
  const { data, store } = app;
  const grids = new Map<string, { grid: Grid; g: GridSite }>();
  const gridded = () => {
    const site = app.site();
    let known = grids.get(site.id);
    if (!known) {
      const grid = { centre: { lat: site.lat_deg, lon: site.lon_deg }, half_km: data.ring_km * MARGIN, n: CELLS };
      known = { grid, g: gridSite(app.cover(site.id), grid) };
      grids.set(site.id, known);
    }
    return known;
  };

  /** The ladder up to the chosen altitude, in its own reference where that has rungs; the chosen altitude comes last. */
  const bandAltitudes = (): Altitude[] => {
    const { altitude } = store.state;
    const over = (alt: Altitude) => amslOver(alt, app.site().ground_amsl_m);
    const lower = data.altitudes.filter((rung) => over(rung) < over(altitude) - 1).sort((p, q) => over(p) - over(q));
    const own = lower.filter((rung) => rung.reference === altitude.reference);
    const below = altitude.reference === "AGL" || own.length > 2 ? own : lower;
    const keep = Math.min(below.length, MOST_BANDS - 1);
    const picked = Array.from({ length: keep }, (_, i) => below[Math.round((i * (below.length - 1)) / Math.max(keep - 1, 1))]);
    return [...picked.flatMap((rung) => (rung ? [{ value_m: rung.value_m, reference: rung.reference }] : [])), altitude];
  };

  let drawn: Drawing | null = null;
  let drawnFor = "";
  const compute = (): Drawing => {
    const { state } = store;
    const { corrections: on, altitude, cls, percentile, site } = state;
    const stamp = JSON.stringify([site, cls, altitude, percentile, on]);
    if (drawn && stamp === drawnFor) return drawn;
    const { grid, g } = gridded();
    const cover = app.cover(site);
    const reach = (alt: Altitude, which: "nominal" | "low" | "high") => (on.class ? cover.detectionRange(cls, alt, which) : null);
    const sight = on.geometry ? percentile : null;
    const altitudes = on.geometry ? bandAltitudes() : [altitude];
    const field = seenField(g, altitude, sight, reach(altitude, "nominal"));
    const limits = cover.engageLimits(cls, altitude);
    const engage = engageField(g, altitude, limits);
    const none: Shape = [];
    drawn = {
      bands: altitudes.map((alt) => ({ altitude: alt, shape: outline(alt === altitude ? field : both(field, seenField(g, alt, sight, reach(alt, "nominal"))), grid) })),
      engage: on.capacity && limits ? outline(engage, grid) : none,
      hatch: on.capacity && limits ? outline(both(field, not(engage)), grid) : none,
      shadow: on.geometry ? outline(both(seenField(g, altitude, null, reach(altitude, "nominal")), not(field)), grid) : none,
      low: on.geometry || on.class ? outline(seenField(g, altitude, on.geometry ? "p90" : null, reach(altitude, "low")), grid) : none,
      high: on.geometry || on.class ? outline(seenField(g, altitude, on.geometry ? "p10" : null, reach(altitude, "high")), grid) : none,
    };
    drawnFor = stamp;
    return drawn;
  };

  const rampOf = (i: number, n: number, th: Theme) => th.ramp[n === 1 ? (store.state.corrections.geometry ? 1 : 4) : Math.round((i * (th.ramp.length - 1)) / (n - 1))] ?? th.accent;

  const layersOf = (drawing: Drawing, th: Theme): MapLayer[] => {
    const n = drawing.bands.length;
    // Over rough ground the outline breaks into many pieces; thinner lines then keep the fill readable.
    const rough = (drawing.bands[n - 1]?.shape.length ?? 0) > MANY_PIECES;
    const layers: MapLayer[] = [{ shape: drawing.shadow, fill: th.shadow, opacity: th.name === "light" ? 0.3 : 0.5 }];
    for (let i = n - 1; i >= 0; i--) {
      const band = drawing.bands[i];
      if (band) layers.push({ shape: band.shape, fill: rampOf(i, n, th), opacity: 0.82, stroke: th.outline, width: i === n - 1 ? 0 : rough ? 0.3 : 0.6 });
    }
    layers.push({ shape: drawing.hatch, pattern: "hatch", opacity: 0.85 });
    layers.push({ shape: drawing.engage, stroke: th.outline, width: 1.2, dash: "7 2.5 1.5 2.5" });
    layers.push({ shape: drawing.low, stroke: th.ink, width: 0.9, dash: "1.5 2.5" }, { shape: drawing.high, stroke: th.ink, width: 0.9, dash: "1.5 2.5" });
    const last = drawing.bands[n - 1];
    if (last) layers.push({ shape: last.shape, stroke: th.outline, width: rough ? 0.9 : 1.7 });
    return layers;
  };

  const draw = (size: number, th: Theme): DrawnMap => {
    const { grid, g } = gridded();
    const { corrections: on } = store.state;
    const site = app.site();
    const centre = grid.centre;
    return drawMap({
      data,
      grid,
      sites: [g],
      marks: [site],
      size,
      theme: th,
      layers: layersOf(compute(), th),
      rings: [
        ...[100, 200, 300].filter((r) => r < data.ring_km).map((r) => ({ centre, km: r, label: `${r} km`, main: false })),
        { centre, km: data.ring_km, label: t.v1.ringLabel(data.ring_km), main: true },
      ],
      lines: on.projection
        ? [
            { points: mercatorCircle(centre, data.ring_km * 1000, centre.lat), label: t.v1.flatSite, dash: "10 4", stroke: th.lost },
            { points: mercatorCircle(centre, data.ring_km * 1000, 0), label: t.v1.flatEquator, dash: "3 4", stroke: th.lost },
          ]
        : [],
    });
  };

  const figure = makeFigure(app, {
    id: "v1",
    kicker: t.v1.kicker,
    tables: () => [shareTable(app), placeTable(app)],
    picture: () => ({ svg: draw(EXPORT_SIZE, LIGHT).svg, width: EXPORT_SIZE, height: EXPORT_SIZE }),
    geojson: () => {
      const { grid } = gridded();
      const { meta } = data;
      const drawing = compute();
      const feature = (shape: Shape, properties: object) => ({ type: "Feature", properties, geometry: { type: "MultiPolygon", coordinates: shapeToLonLat(shape, grid) } });
      return {
        type: "FeatureCollection",
        name: figure.text.title,
        note: `${figure.text.caveat} ${t.simulated}. ${meta.version} ${meta.scenario_hash}`,
        features: [
          ...drawing.bands.map((band) => feature(band.shape, { kind: "seen", target: store.state.cls, altitude: altitudeText(band.altitude), claims: figure.text.claims })),
          feature(drawing.engage, { kind: "engageable", target: store.state.cls, altitude: altitudeText(store.state.altitude), claims: figure.text.claims }),
        ],
      };
    },
  });

  // The plot: a focusable frame with the crosshair.
  const reading = h("p", { class: "reading", role: "status", "aria-live": "polite" }, t.v1.readNothing);
  const frame = h("div", { class: "map", tabindex: "0", role: "application", "aria-roledescription": t.v1.roledescription });
  const alt = h("p", { class: "offscreen", id: "v1-alt" });
  frame.setAttribute("aria-describedby", "v1-alt");
  const legend = h("ul", { class: "legend", "aria-label": t.v1.legend });
  const flyer = h("p", { class: "same", hidden: true });
  figure.plot.append(frame, alt, reading, flyer, legend, h("p", { class: "fine" }, t.v1.projection, data.fights ? ` ${t.v1.fights}` : ""));

  let map: DrawnMap | null = null;
  let hover: { bearing_deg: number; range_km: number } | null = null;

  const move = (dx: number, dy: number) => {
    const at = store.state.cross ?? { bearing_deg: 0, range_km: 0 };
    const b = (at.bearing_deg * Math.PI) / 180;
    const x = at.range_km * Math.sin(b) + dx;
    const y = at.range_km * Math.cos(b) + dy;
    const range = Math.min(data.ring_km, Math.hypot(x, y));
    store.set({ cross: { bearing_deg: Math.round((Math.atan2(x, y) * 180) / Math.PI + 360) % 360, range_km: Math.round(range) } });
  };
  frame.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? LONG_STEP_KM : STEP_KM;
    const ways: Record<string, [number, number]> = { ArrowUp: [0, step], ArrowDown: [0, -step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] };
    const way = ways[event.key];
    if (way) move(...way);
    else if (event.key === "Enter" && store.state.cross) store.set({ pins: [...store.state.pins, store.state.cross] });
    else if (event.key === "Delete") store.set({ pins: store.state.pins.slice(0, -1) });
    else return;
    event.preventDefault();
  });
  const pointed = (event: PointerEvent) => {
    if (!map) return null;
    const box = map.svg.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width - 0.5) * 2 * data.ring_km * MARGIN;
    const y = (0.5 - (event.clientY - box.top) / box.height) * 2 * data.ring_km * MARGIN;
    const range_km = Math.round(Math.hypot(x, y));
    return range_km > data.ring_km ? null : { bearing_deg: Math.round((Math.atan2(x, y) * 180) / Math.PI + 360) % 360, range_km };
  };
  frame.addEventListener("pointermove", (event) => {
    hover = pointed(event);
    showReading();
  });
  frame.addEventListener("pointerleave", () => {
    hover = null;
    showReading();
  });
  frame.addEventListener("click", (event) => {
    const cross = pointed(event as PointerEvent);
    if (cross) store.set({ cross });
  });

  // The side: corrections, pins, what the ring ignores.
  const cards = CORRECTIONS.map((id, index) => {
    const known = data.corrections.find((item) => item.id === id);
    const value = h("p", { class: "correction-value" });
    const text = h("p", { class: "fine" }, known?.text ?? "");
    const control = toggle(`${index + 1}. ${known?.title ?? id}`, (on) => store.set({ corrections: { ...store.state.corrections, [id]: on } }));
    return { id, value, text, control, known, element: h("li", { class: "correction", "data-correction": id }, control.element, value, text) };
  });
  const pins = h("ol", { class: "pins" });
  figure.side.append(
    h("h3", {}, t.v1.corrections),
    h("ul", { class: "corrections" }, ...cards.map((card) => card.element)),
    h("div", { class: "pinned" }, h("h3", {}, t.v1.pins), pins),
    h("details", { class: "ignored", open: true }, h("summary", {}, t.v1.ignored), h("ul", {}, ...data.ignored_by_ring.map((text) => h("li", {}, text)))),
  );

  const showReading = () => {
    const at = hover ?? store.state.cross;
    setText(reading, at ? readAt(app, at) : t.v1.readNothing);
    if (!map) return;
    map.overlay.replaceChildren();
    const th = theme();
    const mark = (p: { bearing_deg: number; range_km: number }): [number, number] => {
      const b = (p.bearing_deg * Math.PI) / 180;
      return [p.range_km * Math.sin(b) * (map?.scale ?? 1), -p.range_km * Math.cos(b) * (map?.scale ?? 1)];
    };
    store.state.pins.forEach((pin, i) => {
      const [x, y] = mark(pin);
      map?.overlay.append(
        s("circle", { cx: x, cy: y, r: 9, fill: th.paper, stroke: th.ink, "stroke-width": 1.4 }),
        s("text", { x, y: y + 4, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: th.ink, "font-family": "inherit" }, String(i + 1)),
      );
    });
    const words = markFlyer(app, map, th);
    setText(flyer, words);
    flyer.hidden = !words;
    if (!at) return;
    const [x, y] = mark(at);
    for (const [stroke, width] of [[th.paper, 4], [th.ink, 1.5]] as const)
      map.overlay.append(s("path", { d: `M${x - 13},${y}h9m8,0h9M${x},${y - 13}v9m0,8v9`, stroke, "stroke-width": width, fill: "none" }));
  };

  const update = () => {
    const { state } = store;
    const { corrections: on } = state;
    const cover = app.cover(state.site);
    const a = liveAnswer(app);
    const th = theme();
    const share = on.geometry && on.class ? (a.seen.nominal ?? 0) : cover.seenShare(state.cls, state.altitude, { sight: on.geometry, range: on.class }, state.percentile);
    const target = app.target().label;
    const altitude = altitudeText(state.altitude);
    const naive = !on.geometry && !on.class;
    const { terrain } = data.meta;
    const far = cover.farthest(state.cls, state.altitude, state.percentile);
    const best = far.indexOf(Math.max(...far));
    const worst = far.indexOf(Math.min(...far));
    const degrees = (i: number) => (i * 360) / cover.bearings;
    figure.set({
      title: naive ? t.v1.titleRing(data.ring_km) : t.v1.title({ altitude, share: percent(share), atMost: app.hedge(share), ring: data.ring_km, target: capital(target) }),
      number: percent(share),
      numberLabel: t.v1.number,
      caveat: t.v1.caveat({ grade: terrain.grade, note: terrain.note }),
      claims: [...new Set([...(data.ring_claims ?? []), ...app.target().claims, ...app.site().claims])],
      alt: t.v1.alt({ altitude, share: percent(share), target: capital(target), far: km(a.far.median), bestBearing: bearingText(degrees(best)), best: km(far[best] ?? 0), worstBearing: bearingText(degrees(worst)), worst: km(far[worst] ?? 0) }),
    });
    setText(alt, figure.text.alt);
    frame.setAttribute("aria-label", t.v1.crosshair(app.site().name));
    for (const card of cards) {
      card.control.set(on[card.id]);
      if (card.id === "geometry" || card.id === "class") {
        // These two follow the settings; the other two are the study's own figure.
        const alone = cover.seenShare(state.cls, state.altitude, { sight: card.id === "geometry", range: card.id === "class" }, state.percentile);
        setText(card.value, t.v1.alone(`${card.id === "geometry" ? app.hedge(alone) : ""}${percent(alone)}`));
        setText(card.text, t.v1.aloneText[card.id]({ target, altitude, from: app.rangeFrom }));
      } else if (card.id === "capacity") setText(card.value, card.known?.value_text ?? (a.engage ? t.v1.aloneEngage(percent(a.engage.nominal)) : t.v0.noEngage));
      else setText(card.value, card.known?.value_text ?? t.v1.flat(km(data.ring_km * 1000 * Math.cos((app.site().lat_deg * Math.PI) / 180))));
    }
    const size = Math.max(280, Math.min(860, Math.round(frame.clientWidth || 700)));
    map = draw(size, th);
    frame.replaceChildren(map.svg);
    drawLegend(th);
    pins.replaceChildren(
      ...(state.pins.length ? state.pins : []).map((pin, i) =>
        h("li", {}, h("span", {}, readAt(app, pin)), " ",
          h("button", { type: "button", class: "tool", click: () => store.set({ bearing_deg: pin.bearing_deg, corridor: false }) }, t.v1.cutHere),
          h("button", { type: "button", class: "tool", click: () => store.set({ pins: state.pins.filter((_, j) => j !== i) }) }, t.v1.remove))),
      ...(state.pins.length ? [] : [h("li", { class: "none" }, t.v1.noPins)]),
    );
    showReading();
  };

  const drawLegend = (th: Theme) => {
    const { bands } = compute();
    const on = store.state.corrections;
    const item = (kind: Parameters<typeof swatch>[1], text: string) => h("li", {}, swatch(th, kind), text);
    legend.replaceChildren(
      ...bands.map((band, i) => item({ fill: rampOf(i, bands.length, th), opacity: 0.82 }, t.v1.legendBand(altitudeText(band.altitude)))),
      ...(on.capacity && app.cover(store.state.site).engageLimits(store.state.cls, store.state.altitude) ? [item({ fill: rampOf(bands.length - 1, bands.length, th), opacity: 0.82, pattern: "hatch" }, t.v1.legendHatch), item({ stroke: th.outline, dash: "7 2.5 1.5 2.5" }, t.v1.legendEngage)] : []),
      ...(on.geometry ? [item({ fill: th.shadow, opacity: th.name === "light" ? 0.3 : 0.5 }, t.v1.legendShadow(app.rangeFrom))] : []),
      ...(on.geometry || on.class ? [item({ stroke: th.ink, dash: "1.5 2.5" }, t.v1.legendInterval)] : []),
      ...(on.projection ? [item({ stroke: th.lost, dash: "10 4" }, t.v1.legendFlat)] : []),
      item({ stroke: th.ink, dash: "6 4" }, t.v1.legendRing(data.ring_km)),
    );
  };

  store.subscribeTime(() => {
    if (store.state.flyer) showReading();
  });
  new ResizeObserver(() => {
    if (map && Math.abs(frame.clientWidth - Number(map.svg.getAttribute("width"))) > 2 && frame.clientWidth >= 280) store.refresh();
  }).observe(frame);
  return { id: "v1", key: "1", element: figure.element, update };
}

function status(cover: SiteCover, cls: string, altitude: Altitude, cell: number, percentile: "p10" | "p50" | "p90"): "seen" | "engaged" | "hidden" | "far" {
  const range_m = ((cell % cover.rings) + 0.5) * cover.step_m;
  if (!cover.sees(cell, altitude, percentile)) return "hidden";
  if (range_m > cover.detectionRange(cls, altitude, "nominal")) return "far";
  const limits = cover.engageLimits(cls, altitude);
  return limits && cover.engages(cell, altitude, limits) ? "engaged" : "seen";
}

/** Bearing, range, ground and floor at one point, in words. */
export function readAt(app: App, at: { bearing_deg: number; range_km: number }): string {
  const { state } = app.store;
  const cover = app.cover(state.site);
  const site = app.site();
  const cell = cover.cell(at.bearing_deg, at.range_km * 1000);
  const point = destination({ lat: site.lat_deg, lon: site.lon_deg }, { bearing_deg: at.bearing_deg, range_m: at.range_km * 1000 });
  let near = "";
  let best = NEAR_PLACE_M;
  for (const place of app.data.basemap.places) {
    const { range_m } = polarBetween(point, place);
    if (range_m < best) {
      best = range_m;
      near = place.name;
    }
  }
  const ground = cover.terrain[cell] ?? 0;
  const floor = cover.search[state.percentile][cell] ?? Infinity;
  const words = [t.v1.read({ bearing: bearingText(at.bearing_deg), compass: compass(at.bearing_deg), range: `${at.range_km} km`, near, ground: metres(ground) })];
  if (!Number.isFinite(floor)) words.push(t.v1.readNever);
  else {
    const spread = [cover.search.p10[cell] ?? Infinity, cover.search.p90[cell] ?? Infinity].sort((a, b) => a - b);
    words.push(t.v1.readFloor({ floor: metres(floor), agl: metres(floor - ground), low: metres(spread[0] ?? floor), high: metres(spread[1] ?? floor) }));
  }
  const found = status(cover, state.cls, state.altitude, cell, state.percentile);
  if (found === "hidden") words.push(t.v1.readHidden);
  else if (found === "far") words.push(t.v1.readFar);
  else words.push(t.v1.readSeen, found === "engaged" ? t.v1.readEngaged : cover.engageLimits(state.cls, state.altitude) ? t.v1.readNotEngaged : t.v1.readNotModelled);
  return words.join(" ");
}

function shareTable(app: App): Table {
  const { data, store } = app;
  const site = store.state.site;
  const labels = new Map(data.classes.map((item) => [item.id, item.label]));
  const pc = (v: number | null) => (v === null ? "–" : (v * 100).toFixed(v < 0.1 ? 2 : 1));
  const km2 = (v: number | null) => (v === null ? "–" : Math.round(v).toString());
  const own = data.shares.rows.filter((row) => siteOfRow(data, row) === site);
  const rows = own.map((row) => [
    labels.get(row.class) ?? row.class, row.altitude, t.v1.metrics[row.metric] ?? row.metric,
    km2(row.area_km2.nominal), km2(row.area_km2.low), km2(row.area_km2.high),
    pc(row.share.nominal), pc(row.share.low), pc(row.share.high), `${Math.round(row.level * 100)} %`,
  ]);
  if (!rungOf(store.state.altitude, data.altitudes)) {
    const a = answered(app.cover(site), store.state.cls, store.state.altitude, null, store.state.percentile);
    const whole = Math.PI * data.ring_km ** 2;
    const times = (v: number | null) => (v === null ? null : v * whole);
    rows.unshift([
      app.target().label, altitudeText(store.state.altitude), t.v1.metrics["detect"] ?? "",
      km2(times(a.seen.nominal)), km2(times(a.seen.low)), km2(times(a.seen.high)),
      pc(a.seen.nominal), pc(a.seen.low), pc(a.seen.high), "–",
    ]);
  }
  return { caption: t.v1.tableCaption, head: t.v1.tableHead, rows };
}

function placeTable(app: App): Table {
  const { data, store } = app;
  const { state } = store;
  const cover = app.cover(state.site);
  const site = app.site();
  const rows = data.basemap.places.flatMap((place) => {
    const p = polarBetween({ lat: site.lat_deg, lon: site.lon_deg }, place);
    if (p.range_m > data.ring_km * 1000) return [];
    const cell = cover.cell(p.bearing_deg, p.range_m);
    const ground = cover.terrain[cell] ?? 0;
    const floor = cover.search[state.percentile][cell] ?? Infinity;
    const found = status(cover, state.cls, state.altitude, cell, state.percentile);
    const word = found === "engaged" ? t.v1.placeEngaged : found === "seen" ? t.v1.placeSeen : t.v1.placeHidden;
    const floorText = Number.isFinite(floor) ? [Math.round(floor), Math.round(floor - ground)] : ["–", "–"];
    return [[place.name, bearingText(p.bearing_deg), Math.round(p.range_m / 1000), Math.round(ground), ...floorText, word]];
  });
  rows.sort((a, b) => Number(a[2]) - Number(b[2]));
  return { caption: `${t.v1.placesCaption}: ${app.target().label}, ${altitudeText(state.altitude)} (${metres(amslOver(state.altitude, site.ground_amsl_m))} AMSL)`, head: t.v1.placesHead, rows };
}
