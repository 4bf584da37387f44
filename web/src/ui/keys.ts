// Single-key shortcuts, the list of them, and the switch that turns them off.
import type { App, View } from "../app";
import { nextRung } from "../data/altitude";
import { replayNow } from "../data/fights";
import { t } from "../i18n";
import { h, toggle } from "./dom";
import { stepOf } from "./runs";

export interface Keys {
  dialog: HTMLDialogElement;
  update(): void;
  help(): void;
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches("textarea, select, [contenteditable]") || (target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type)));

/** What the space bar presses by itself. */
const pressing = (target: EventTarget | null) => target instanceof Element && target.closest("button, input, a, summary, select") !== null;

/** Opens what a phone has folded away. */
export function unfold(view: View): void {
  const fold = view.element.querySelector<HTMLDetailsElement>("details.fold");
  if (fold) fold.open = true;
}

export function goTo(view: View | undefined): void {
  if (!view) return;
  unfold(view);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  view.element.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  view.element.focus({ preventScroll: true });
}

export function makeKeys(app: App, views: View[], search: () => void): Keys {
  const { store } = app;
  const on = toggle(t.keys.on, (value) => store.set({ keys: value }));
  const dialog = h(
    "dialog",
    { class: "help", "aria-labelledby": "help-title" },
    h("div", { class: "drawer-head" }, h("h2", { id: "help-title" }, t.keys.title), h("button", { type: "button", class: "tool close", click: () => dialog.close() }, t.close)),
    h("dl", { class: "keys" }, ...t.keys.list.flatMap(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)])),
    on.element,
  );
  const help = () => dialog.showModal();

  const inSight = (): View | undefined => {
    const middle = window.innerHeight / 2;
    const focused = views.find((view) => view.element !== document.body && view.element.contains(document.activeElement) && view.element.querySelector("[data-table]"));
    return focused ?? views.find((view) => {
      const box = view.element.getBoundingClientRect();
      return view.element.querySelector("[data-table]") && box.top <= middle && box.bottom >= middle;
    });
  };

  document.addEventListener("keydown", (event) => {
    if (!store.state.keys || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const { fights } = app.data;
    const played = ["v4", "v5"].includes(inSight()?.id ?? "") && !pressing(event.target);
    const ground = app.site().ground_amsl_m;
    const actions: Record<string, () => void> = {
      "?": help,
      "/": search,
      s: () => app.openSources([], t.v8.title),
      a: () => store.set({ abShow: "a" }),
      b: () => store.set({ abShow: "b" }),
      d: () => store.set({ abShow: "difference" }),
      t: () => inSight()?.element.querySelector<HTMLButtonElement>("[data-table]")?.click(),
      "[": () => store.set({ altitude: nextRung(store.state.altitude, app.data.altitudes, -1, ground) }),
      "]": () => store.set({ altitude: nextRung(store.state.altitude, app.data.altitudes, 1, ground) }),
      "8": () => app.openSources([], t.v8.title),
    };
    if (fights && played) {
      actions[" "] = () => app.clock.toggle();
      actions["."] = () => {
        app.clock.pause();
        app.clock.move(stepOf(replayNow(fights, store.state)));
      };
    }
    const view = views.find((item) => item.key === event.key);
    const action = actions[event.key] ?? (view ? () => goTo(view) : undefined);
    if (!action) return;
    event.preventDefault();
    action();
  });
  return { dialog, help, update: () => on.set(store.state.keys) };
}
