// V5: where did the seconds and the missiles go? One run, target by target, with the reasons in words.
import type { App, View } from "../app";
import { armA, replayNow } from "../data/fights";
import { eventsOf, type EventRow } from "../data/replay";
import { type FlyerRow, type Glyph, STAGES, type Timeline, timelineOf } from "../data/timeline";
import { clock, plain, t, trackName } from "../i18n";
import type { Fights, Replay } from "../types";
import { h, s, setText, type Table } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { runPicker, timeControls } from "../ui/runs";
import { LIGHT, patterns, type Theme, theme } from "../ui/theme";
import { type Drawn, drawTimeline, glyph, stageStyle } from "./v5_draw";

const EXPORT_WIDTH = 1200;
const STEP_S = 10;
const LONG_STEP_S = 60;
const LEGEND_GLYPHS: Glyph[] = ["hit", "missed", "late", "channel", "round", "other", "leaked"];

/** Reasons of those that got through, the most frequent first. */
function reasons(line: Timeline): [string, number][] {
  const counts = new Map<string, number>();
  for (const row of line.flyers) if (!row.flyer.neutral && row.flyer.end === "leaked" && row.flyer.cause) counts.set(row.flyer.cause, (counts.get(row.flyer.cause) ?? 0) + 1);
  return [...counts].sort((p, q) => q[1] - p[1]);
}

export function timelineView(app: App, fights: Fights): View {
  const { data, store } = app;
  const classLabel = (id: string) => data.classes.find((item) => item.id === id)?.label ?? id;
  const now = (): { replay: Replay; line: Timeline } | null => {
    const replay = replayNow(fights, store.state);
    return replay ? { replay, line: timelineOf(replay) } : null;
  };
  const marked = (line: Timeline) => line.flyers.find((row) => row.id === store.state.flyer);

  const flyerTable = (line: Timeline): Table => ({
    caption: t.v5.flyerCaption,
    head: t.v5.flyerHead,
    rows: line.flyers.map((row) => [row.id, classLabel(row.flyer.class), plain(row.seen_s), plain(row.tracked_s), plain(row.fired_s), row.shots, t.fights.ends[row.flyer.end] ?? row.flyer.end, plain(row.flyer.end_s), row.flyer.cause]),
  });
  const eventTable = (replay: Replay): Table => ({
    caption: t.v5.eventCaption,
    head: t.v5.eventHead,
    rows: eventsOf(replay).map((row) => [Math.round(row.t_s * 10) / 10, row.event, row.entity, row.track === null ? "" : trackName(row.track), row.radar, row.channel, row.missile, row.cause]),
  });
  const figure = makeFigure(app, {
    id: "v5",
    kicker: t.v5.kicker,
    folds: true,
    tables: () => {
      const found = now();
      return found ? [flyerTable(found.line), eventTable(found.replay)] : [];
    },
    picture: () => {
      const found = now();
      if (!found) throw new Error(t.fights.noReplay);
      const made = drawTimeline(found.replay, found.line, EXPORT_WIDTH, LIGHT, store.state.flyer, "file");
      moveLine(made);
      return { svg: made.svg, width: EXPORT_WIDTH, height: Number(made.svg.getAttribute("height")) };
    },
  });
  figure.element.classList.add("wide");
  const picker = runPicker(app, fights, "v5");
  const controls = timeControls(app, fights, "v5");
  const frame = h("div", { class: "timeline", tabindex: "0", role: "application", "aria-roledescription": t.v5.roledescription, "aria-label": t.v5.help, "aria-describedby": "v5-alt" });
  const alt = h("p", { class: "offscreen", id: "v5-alt" });
  const reading = h("p", { class: "reading", role: "status", "aria-live": "polite" });
  const clear = h("button", { type: "button", class: "tool", click: () => store.set({ flyer: null }) }, t.fights.clear);
  const legend = h("ul", { class: "legend" });
  const records = h("div", { class: "records" });
  figure.plot.append(picker.element, controls.element, h("div", { class: "chosen" }, reading, clear), frame, alt, legend, records);

  let drawn: Drawn | null = null;
  const moveLine = (made: Drawn) => {
    const line = made.svg.querySelector(".now");
    for (const end of ["x1", "x2"]) line?.setAttribute(end, made.x(store.state.t_s).toFixed(1));
  };
  const choose = (line: Timeline, by: number) => {
    const at = line.flyers.findIndex((row) => row.id === store.state.flyer);
    const next = at < 0 ? (by > 0 ? 0 : line.flyers.length - 1) : Math.min(line.flyers.length - 1, Math.max(0, at + by));
    store.set({ flyer: line.flyers[next]?.id ?? null });
  };
  frame.addEventListener("keydown", (event) => {
    const found = now();
    if (!found) return;
    const step = event.shiftKey ? LONG_STEP_S : STEP_S;
    const actions: Record<string, () => void> = {
      ArrowDown: () => choose(found.line, 1),
      ArrowUp: () => choose(found.line, -1),
      ArrowRight: () => app.clock.move(step),
      ArrowLeft: () => app.clock.move(-step),
      Delete: () => store.set({ flyer: null }),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  frame.addEventListener("click", (event) => {
    if (!drawn) return;
    const id = (event.target as Element).closest("[data-flyer]")?.getAttribute("data-flyer") ?? null;
    const box = drawn.svg.getBoundingClientRect();
    const known = id !== null && now()?.line.flyers.some((row) => row.id === id);
    if (known) store.set({ flyer: id });
    app.clock.go(drawn.time(event.clientX - box.left));
  });

  const readingOf = (row: FlyerRow): string => {
    const at = (v: number | null) => (v === null ? t.v5.never : clock(v));
    return t.v5.read({ id: row.id, cls: classLabel(row.flyer.class), seen: at(row.seen_s), tracked: at(row.tracked_s), fired: at(row.fired_s), shots: row.shots, end: t.fights.ends[row.flyer.end] ?? row.flyer.end, at: row.flyer.end_s === null ? "" : ` ${t.fights.at(clock(row.flyer.end_s))}`, cause: row.flyer.cause });
  };
  const recordsOf = (row: FlyerRow): HTMLElement => {
    const what = (item: EventRow) => [item.track === null ? "" : t.v5.track(trackName(item.track)), item.radar, item.channel, item.missile, item.cause].filter(Boolean).join(", ");
    return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t.v5.records(row.id) },
      h("table", {}, h("caption", {}, t.v5.records(row.id)), h("thead", {}, h("tr", {}, ...t.v5.recordsHead.map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, ...row.events.map((item) => h("tr", {}, h("th", { scope: "row" }, clock(item.t_s)), h("td", {}, item.event), h("td", {}, what(item)))))));
  };
  const fillLegend = (th: Theme) => {
    const prefix = `v5key${th.name}`;
    const key = (child: SVGElement, words: string, defs?: SVGDefsElement) => h("li", {}, s("svg", { width: 30, height: 16, viewBox: "0 0 30 16", "aria-hidden": "true", class: "swatch" }, defs, child), words);
    legend.replaceChildren(
      ...STAGES.map((stage) => {
        const style = stageStyle(stage, th, prefix);
        return key(s("rect", { x: 1, y: 8 - style.height / 2, width: 28, height: style.height, fill: style.fill, stroke: style.stroke ?? "none", "stroke-width": 0.7 }), t.v5.stages[stage] ?? stage, stage === "assessed" ? patterns(prefix, th) : undefined);
      }),
      ...LEGEND_GLYPHS.map((kind) => key(glyph(kind, 15, 8, th), t.v5.glyphs[kind] ?? kind)),
    );
  };

  let recordsFor = "";
  const update = () => {
    const th = theme();
    const found = now();
    picker.update();
    controls.update();
    if (!found) {
      figure.set({ title: t.fights.noReplay, number: t.fights.none, numberLabel: "", caveat: fights.caveat, claims: fights.claims, alt: t.fights.noReplay });
      frame.hidden = true;
      return;
    }
    frame.hidden = false;
    const { replay, line } = found;
    const why = reasons(line);
    const most = Math.max(...line.busy.map(([, n]) => n));
    const capacity = Math.max(...line.capacity.map(([, n]) => n));
    const arm = replay.arm === armA(fights)?.id ? t.fights.a : t.fights.b;
    figure.set({
      title: t.v5.title({ leaked: replay.leakers, raiders: replay.raiders, why: why[0]?.[0] ?? "" }),
      number: plain(most),
      numberLabel: t.v5.number({ capacity }),
      caveat: t.v5.caveat({ arm, run: replay.run, kind: t.fights.kinds[replay.kind] ?? replay.kind, leftOut: line.leftOut, engaged: line.flyers.filter((row) => row.flyer.neutral).length }),
      claims: fights.claims,
      alt: t.v5.alt({ raiders: replay.raiders, leaked: replay.leakers, busy: most, capacity, left: Math.min(...line.rounds.map(([, n]) => n)), start: line.roundsAtStart, reasons: why.map(([cause, n]) => `${cause}: ${n}`).join(", ") }),
    });
    setText(alt, figure.text.alt);
    const width = Math.max(280, Math.round(frame.clientWidth || 900));
    drawn = drawTimeline(replay, line, width, th, store.state.flyer, `w${width}`);
    moveLine(drawn);
    frame.replaceChildren(drawn.svg);
    const chosen = marked(line);
    setText(reading, chosen ? readingOf(chosen) : t.v5.readNothing);
    clear.hidden = !chosen;
    fillLegend(th);
    const stamp = `${replay.arm}${replay.run}${chosen?.id ?? ""}`;
    if (stamp !== recordsFor) records.replaceChildren(...(chosen ? [recordsOf(chosen)] : []));
    recordsFor = stamp;
  };
  store.subscribeTime(() => {
    controls.follow();
    if (drawn) moveLine(drawn);
  });
  new ResizeObserver(() => {
    const width = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (width && frame.clientWidth >= 280 && Math.abs(frame.clientWidth - width) > 2) store.refresh();
  }).observe(frame);
  return { id: "v5", key: "5", element: figure.element, update };
}

