// V4: what the picture would look like in time; a teaching scope, drawn like no real console.
import type { App, View } from "../app";
import { altitudeText } from "../data/altitude";
import { replayId, replayNow } from "../data/fights";
import { ownersOf, type TrackNow, trackAt, trackSpan } from "../data/replay";
import { compass } from "../data/geo";
import { bearingText, clock, plain, t, trackName } from "../i18n";
import { SCOPES_KM } from "../store";
import type { Fights, Picture, Replay } from "../types";
import { chips, h, s, setText, type Table } from "../ui/dom";
import { calm } from "../ui/clock";
import { makeFigure } from "../ui/figure";
import { swatch } from "../ui/map";
import { runPicker, timeControls } from "../ui/runs";
import { LIGHT, type Theme, theme } from "../ui/theme";
import { drawMoving, drawStill, judgedMark, type ScopeSpec } from "./v4_draw";

const EXPORT_SIZE = 900;
const STEP_S = 10;
const LIST_EVERY_S = 5;
const LEAST_PX = 260;
const MOST_PX = 720;

const rangeOf = (track: TrackNow) => Math.hypot(track.east_km, track.north_km);
const bearingOf = (east: number, north: number) => ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
const kmText = (km: number) => `${Math.round(km)} km`;

export function scopeView(app: App, fights: Fights): View {
  const { store } = app;
  const replay = () => replayNow(fights, store.state);
  const held = (picture: Picture, t_s: number): TrackNow[] =>
    picture.tracks.flatMap((track) => trackAt(track, t_s) ?? []).sort((p, q) => rangeOf(p) - rangeOf(q));
  const markedTracks = (run: Replay): Set<number> => new Set([...ownersOf(run)].filter(([, id]) => id === store.state.flyer).map(([number]) => number));
  const specOf = (picture: Picture, size: number, th: Theme): ScopeSpec => ({
    picture, size, theme: th, cover: app.cover(fights.site), altitude: store.state.altitude, percentile: store.state.percentile, range_km: store.state.scope_km,
  });

  const nowTable = (): Table => {
    const picture = replay()?.picture;
    return {
      caption: `${t.v4.list}, ${t.fights.at(clock(store.state.t_s))}`,
      head: t.v4.listHead,
      rows: (picture ? held(picture, store.state.t_s) : []).map((track) => [trackName(track.number), ...cellsOf(track)]),
    };
  };
  const allTable = (run: Replay): Table => ({
    caption: t.v4.allCaption,
    head: t.v4.allHead,
    rows: (run.picture?.tracks ?? []).map((track) => {
      const [from, to] = trackSpan(track);
      return [trackName(track.number), track.judged.at(-1)?.[1] ?? t.v4.judged["not"] ?? "", from, to, ownersOf(run).get(track.number) ?? t.fights.none];
    }),
  });
  const cellsOf = (track: TrackNow): string[] => {
    const [vx, vy] = track.velocity;
    return [t.v4.judged[track.judged] ?? track.judged, bearingText(bearingOf(track.east_km, track.north_km)), kmText(rangeOf(track)), `${Math.round(Math.hypot(vx, vy) / 10) * 10} m/s`, compass(bearingOf(vx, vy))];
  };

  const figure = makeFigure(app, {
    id: "v4",
    kicker: t.v4.kicker,
    folds: true,
    tables: () => {
      const run = replay();
      return run ? [nowTable(), allTable(run)] : [];
    },
    picture: () => {
      const run = replay();
      if (!run?.picture) throw new Error(t.v4.empty);
      const spec = specOf(run.picture, EXPORT_SIZE, LIGHT);
      const made = drawStill(spec);
      made.moving.append(...drawMoving(spec, store.state.t_s, held(run.picture, store.state.t_s), markedTracks(run), false));
      return { svg: made.svg, width: EXPORT_SIZE, height: EXPORT_SIZE };
    },
  });
  const picker = runPicker(app, fights, "v4");
  const controls = timeControls(app, fights, "v4");
  const range = chips("v4-range", t.v4.range, SCOPES_KM.map((n) => ({ value: String(n), label: t.v4.km(n) })), (value) => store.set({ scope_km: Number(value) }));
  const frame = h("div", { class: "scope", tabindex: "0", role: "application", "aria-roledescription": t.v4.roledescription, "aria-describedby": "v4-alt" });
  const alt = h("p", { class: "offscreen", id: "v4-alt" });
  const legend = h("ul", { class: "legend" });
  const list = h("div", { class: "tracks" });
  figure.plot.append(picker.element, controls.element, range.element, frame, alt, legend);
  figure.side.append(h("h3", {}, t.v4.list), list);

  const mark = (number: number) => {
    const run = replay();
    const id = run && ownersOf(run).get(number);
    if (id) store.set({ flyer: id === store.state.flyer ? null : id });
  };
  frame.addEventListener("click", (event) => {
    const number = (event.target as Element).closest("[data-track]")?.getAttribute("data-track");
    if (number) mark(Number(number));
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    app.clock.pause();
    app.clock.move(event.key === "ArrowLeft" ? -STEP_S : STEP_S);
  });

  const fillList = (run: Replay, tracks: TrackNow[], chosen: Set<number>) => {
    const focused = list.contains(document.activeElement) ? document.activeElement?.getAttribute("data-mark") : null;
    if (!tracks.length) {
      list.replaceChildren(h("p", { class: "none" }, t.v4.noTracks));
      return;
    }
    const name = (track: TrackNow) =>
      ownersOf(run).has(track.number)
        ? h("button", { type: "button", class: "chip-button", "data-mark": track.number, "aria-pressed": String(chosen.has(track.number)), "aria-label": t.v4.mark(trackName(track.number)), click: () => mark(track.number) }, trackName(track.number))
        : trackName(track.number);
    list.replaceChildren(h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v4.list },
      h("table", {}, h("thead", {}, h("tr", {}, ...t.v4.listHead.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, ...tracks.map((track) => h("tr", {}, h("th", { scope: "row" }, name(track)), ...cellsOf(track).map((text) => h("td", {}, text))))))));
    if (focused) list.querySelector<HTMLElement>(`[data-mark="${focused}"]`)?.focus();
  };

  const inSight = () => {
    const box = frame.getBoundingClientRect();
    return box.bottom > 0 && box.top < window.innerHeight;
  };
  let drawn: { spec: ScopeSpec; moving: SVGGElement } | null = null;
  let listed = "";
  /** All that follows the time; the list keeps still for a few seconds of the run. */
  const follow = () => {
    const run = replay();
    const picture = run?.picture;
    controls.follow();
    if (!run || !picture || !drawn || (app.clock.playing && !inSight())) return;
    const { t_s, flyer } = store.state;
    const tracks = held(picture, t_s);
    const chosen = markedTracks(run);
    drawn.moving.replaceChildren(...drawMoving(drawn.spec, t_s, tracks, chosen, calm()));
    const stamp = [replayId(run), app.clock.playing ? Math.floor(t_s / LIST_EVERY_S) : t_s, flyer, store.state.tables.includes("v4"), store.state.altitude.value_m, store.state.altitude.reference].join("|");
    if (stamp === listed) return;
    listed = stamp;
    fillList(run, tracks, chosen);
    const of = (judged: TrackNow["judged"]) => tracks.filter((track) => track.judged === judged).length;
    const nearest = tracks[0];
    figure.set({
      title: t.v4.title({ clock: clock(t_s), tracks: tracks.length, hostile: of("hostile"), neutral: of("neutral") }),
      number: plain(tracks.length),
      numberLabel: t.v4.number,
      caveat: t.v4.caveat({ every: picture.every, altitude: altitudeText(store.state.altitude) }),
      claims: fights.claims,
      alt: t.v4.alt({ clock: clock(t_s), tracks: tracks.length, nearest: nearest ? t.v4.nearest({ number: trackName(nearest.number), range: kmText(rangeOf(nearest)), bearing: bearingText(bearingOf(nearest.east_km, nearest.north_km)), judged: t.v4.judged[nearest.judged] ?? "" }) : "" }),
    });
    setText(alt, figure.text.alt);
  };

  const fillLegend = (th: Theme) => {
    const key = (child: SVGElement, words: string) => h("li", {}, s("svg", { width: 30, height: 16, viewBox: "-15 -8 30 16", "aria-hidden": "true", class: "swatch" }, child), words);
    const words = t.v4.legend;
    legend.replaceChildren(
      key(s("circle", { r: 2.6, fill: th.ink }), words.plot),
      ...(["hostile", "neutral", "not"] as const).map((judged) => key(judgedMark(judged, th, th.ink), words[judged])),
      key(s("g", {}, s("line", { x1: -8, x2: 12, y1: 0, y2: 0, stroke: th.ink, "stroke-width": 1.4 }), s("rect", { x: -12, y: -4, width: 8, height: 8, fill: th.paper, stroke: th.ink })), words.leader),
      key(s("circle", { r: 6, fill: "none", stroke: th.accent, "stroke-width": 2.4 }), words.marked),
      key(s("path", { d: "M-4,3L0,-5L4,3Z", fill: th.ink }), words.radar),
      h("li", {}, swatch(th, { fill: th.shadow, opacity: th.name === "light" ? 0.26 : 0.75 }), `${words.shadow} (${altitudeText(store.state.altitude)})`),
    );
  };

  const update = () => {
    const th = theme();
    const run = replay();
    const picture = run?.picture;
    picker.update();
    controls.update();
    range.set(String(store.state.scope_km));
    frame.setAttribute("aria-label", t.v4.help(app.data.sites.find((site) => site.id === fights.site)?.name ?? fights.site));
    listed = "";
    if (!picture) {
      drawn = null;
      figure.set({ title: t.v4.empty, number: t.fights.none, numberLabel: t.v4.number, caveat: t.v4.emptyText, claims: fights.claims, alt: t.v4.empty });
      frame.replaceChildren(h("p", { class: "none" }, t.v4.emptyText));
      list.replaceChildren();
      legend.replaceChildren();
      return;
    }
    const size = Math.max(LEAST_PX, Math.min(MOST_PX, Math.round(frame.clientWidth || 640)));
    const spec = specOf(picture, size, th);
    const made = drawStill(spec);
    drawn = { spec, moving: made.moving };
    frame.replaceChildren(made.svg);
    fillLegend(th);
    follow();
  };
  store.subscribeTime(follow);
  app.clock.subscribe(() => {
    listed = "";
    follow();
  });
  new ResizeObserver(() => {
    const width = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (width && frame.clientWidth >= LEAST_PX && Math.abs(Math.min(MOST_PX, frame.clientWidth) - width) > 2) store.refresh();
  }).observe(frame);
  return { id: "v4", key: "4", element: figure.element, update };
}
