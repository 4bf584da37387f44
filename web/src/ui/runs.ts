// Controls that the views on fights share: which force B, which run, what time.
import type { App } from "../app";
import { armA, armB, replayId, replayNow } from "../data/fights";
import { clock, t } from "../i18n";
import { SPEEDS } from "../store";
import type { Fights, Replay } from "../types";
import { chips, h, setText } from "./dom";
import { calm } from "./clock";

export interface Control {
  element: HTMLElement;
  update(): void;
}

/** Seconds of one step: a turn of the first radar of the picture, or ten seconds. */
export function stepOf(replay: Replay | undefined): number {
  return replay?.picture?.radars.find((radar) => radar.scan_s > 0)?.scan_s ?? 10;
}

/** Which force B, the same choice as in "one batch or two". */
export function batchPicker(app: App, fights: Fights, prefix: string): Control {
  const { data, store } = app;
  const meaning = h("select", { id: `${prefix}-meaning`, change: () => store.set({ meaning: meaning.value }) }, ...data.ab.batch_meanings.map((item) => h("option", { value: item.id }, item.label)));
  const placement = chips(`${prefix}-placement`, t.fights.placement, data.ab.placements.map((id) => ({ value: id, label: t.v2.placements[id] ?? id })), (value) => store.set({ placement: value }));
  const missing = h("p", { class: "same", role: "status" });
  return {
    element: h("div", { class: "control-row" }, h("div", { class: "field" }, h("label", { for: `${prefix}-meaning` }, t.fights.batchMeans), meaning), placement.element, missing),
    update: () => {
      meaning.value = store.state.meaning;
      placement.set(store.state.placement);
      missing.hidden = armB(fights, store.state) !== undefined;
      setText(missing, missing.hidden ? "" : t.fights.notFought);
    },
  };
}

/** Force and run, from those that are stored. */
export function runPicker(app: App, fights: Fights, prefix: string): Control {
  const { store } = app;
  const a = armA(fights);
  const ofArm = (id: string | undefined) => fights.replays.filter((replay) => replay.arm === id);
  const show = (replay: Replay | undefined) => {
    if (!replay) return;
    app.clock.pause();
    store.set({ run: replayId(replay), t_s: Math.min(store.state.t_s, replay.duration_s) });
  };
  const side = chips(`${prefix}-side`, t.fights.arm, [{ value: "A", label: t.v2.a }, { value: "B", label: t.v2.b }], (value) => {
    const kind = replayNow(fights, store.state)?.kind;
    const stored = ofArm(value === "A" ? a?.id : armB(fights, store.state)?.id);
    show(stored.find((replay) => replay.kind === kind) ?? stored[0]);
  });
  const runs = h("div", { class: "runs" });
  const note = h("p", { class: "same" });
  const element = h("div", { class: "control-row" }, side.element, runs, note);
  let listed = "";
  let kinds: ReturnType<typeof chips> | null = null;
  return {
    element,
    update: () => {
      const replay = replayNow(fights, store.state);
      const b = armB(fights, store.state);
      const stored = ofArm(replay?.arm);
      const stamp = stored.map(replayId).join();
      if (stamp !== listed) {
        listed = stamp;
        kinds = chips(`${prefix}-run`, t.fights.shownRun, stored.map((item) => ({ value: replayId(item), label: t.fights.run({ kind: t.fights.kinds[item.kind] ?? item.kind, run: item.run, leakers: item.leakers }) })), (value) => show(fights.replays.find((item) => replayId(item) === value)));
        runs.replaceChildren(kinds.element);
      }
      side.set(replay && replay.arm === a?.id ? "A" : "B");
      if (replay) kinds?.set(replayId(replay));
      const bStored = ofArm(b?.id).length > 0;
      side.element.hidden = !bStored || !ofArm(a?.id).length;
      note.hidden = bStored;
      setText(note, bStored ? "" : b ? `${t.fights.b}: ${t.fights.noReplay}` : t.fights.notFought);
    },
  };
}

/** Play, pause, step, speed and the time itself. */
export function timeControls(app: App, fights: Fights, prefix: string): Control & { follow(): void } {
  const { store } = app;
  const play = h("button", { type: "button", class: "tool strong play", click: () => app.clock.toggle() });
  const stepBy = (direction: 1 | -1) => {
    app.clock.pause();
    app.clock.move(direction * stepOf(replayNow(fights, store.state)));
  };
  const speed = h("select", { id: `${prefix}-speed`, "aria-label": t.fights.speed, change: () => store.set({ speed: Number(speed.value) }) }, ...SPEEDS.map((n) => h("option", { value: n }, t.fights.times(n))));
  const slide = h("input", { type: "range", min: 0, step: 1, id: `${prefix}-time`, input: () => {
    app.clock.pause();
    app.clock.go(Number(slide.value));
  } });
  const shown = h("output", { for: `${prefix}-time` });
  const still = h("p", { class: "fine" }, t.v4.still);
  const follow = () => {
    const { t_s } = store.state;
    slide.value = String(Math.round(t_s));
    slide.setAttribute("aria-valuetext", clock(t_s));
    setText(shown, clock(t_s));
  };
  const update = () => {
    const duration = replayNow(fights, store.state)?.duration_s ?? 0;
    slide.max = String(duration);
    speed.value = String(store.state.speed);
    play.hidden = calm();
    speed.hidden = calm();
    still.hidden = !calm();
    setText(play, app.clock.playing ? t.fights.pause : t.fights.play);
    follow();
  };
  app.clock.subscribe(update);
  const button = (text: string, click: () => void) => h("button", { type: "button", class: "tool", click }, text);
  return {
    element: h("div", {},
      h("div", { class: "time-row" }, play, button(t.fights.back, () => stepBy(-1)), button(t.fights.step, () => stepBy(1)), speed,
        h("div", { class: "slider" }, h("label", { for: `${prefix}-time`, class: "offscreen" }, t.fights.time), slide, shown)),
      still),
    update,
    follow,
  };
}
