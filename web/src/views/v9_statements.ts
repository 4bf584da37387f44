// V9: which statements contradict each other? Lanes by side, a day to ask about, and every mark leads to its source.
import type { App, View } from "../app";
import { against, asked, type Asked, dayOf, idOf, isoOf } from "../data/statements";
import { t } from "../i18n";
import { SECOND_BATCH } from "../store";
import type { Contradiction, Statement } from "../types";
import { h, s, setText, type Table } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { LIGHT, type Theme, theme } from "../ui/theme";
import { type DrawnLines, drawStatements, mark } from "./v9_draw";
import { contractTable, statementTable, witnessTable } from "./v9_tables";

const EXPORT_WIDTH = 1200;
const announced = (items: { row: Statement }[]) => new Set(items.map((item) => item.row.announcement)).size;
const MODES = ["said", "said-will", "denied", "observed"];

export function statementsView(app: App): View {
  const { data, store } = app;
  const { lanes, belief, contract, rule } = data.timeline;
  const byId = new Map(data.statements.map((row) => [idOf(row), row]));
  const now = (): Asked => asked(data, store.state.topic, store.state.asOf);
  const side = (row: Statement) => t.v9.sides[row.side] ?? row.side;
  const mode = (row: Statement) => t.v9.modes[row.mode] ?? row.mode;
  const aboutWords = () => (store.state.topic === SECOND_BATCH ? t.v9.secondBatch : store.state.topic);
  const endOf = (ids: string[]): string => {
    const row = byId.get(ids[0] ?? "");
    return row ? t.v9.end({ speaker: row.speaker, date: row.date, mode: mode(row) }) : "";
  };
  const kindsOf = (pair: Contradiction) => pair.kinds.map((kind) => t.v9.kinds[kind] ?? kind).join(", ");
  let chosen: string | null = null;
  let drawn: DrawnLines | null = null;

  const plain = (): Table => ({ caption: t.v9.kicker, head: Object.values(t.v9.head), rows: now().shown.map(({ row }) => [row.date, row.speaker, side(row), mode(row), row.about, row.text, row.unit_word]) });
  const pairTable = (): Table => ({ caption: t.v9.pairs, head: [t.v9.head.about, "1", "2", t.v9.head.mode], rows: now().pairs.map((pair) => [pair.about, endOf(pair.first), endOf(pair.second), kindsOf(pair)]) });
  const table = statementTable(app, side, mode);
  const figure = makeFigure(app, {
    id: "v9",
    kicker: t.v9.kicker,
    folds: true,
    tables: () => [plain(), pairTable()],
    shown: () => table(now().shown.map((item) => item.row)),
    picture: () => {
      const made = drawStatements(now(), lanes, EXPORT_WIDTH, LIGHT, null, store.state.asOf);
      return { svg: made.svg, width: EXPORT_WIDTH, height: made.height };
    },
  });
  figure.element.classList.add("wide");

  const objects = [...new Set(data.statements.map((row) => row.about))].sort();
  const option = (value: string, words: string) => h("option", { value }, words);
  const topic = h("select", { id: "v9-topic", change: () => {
    chosen = null;
    store.set({ topic: topic.value, asOf: "" });
  } }, option(SECOND_BATCH, t.v9.secondBatch), option("", t.v9.everything), ...objects.map((about) => option(about, about)));
  const slider = h("input", { id: "v9-known", type: "range", step: "1", input: () => store.set({ asOf: Number(slider.value) >= Number(slider.max) ? "" : isoOf(Number(slider.value)) }) });
  const day = h("output", { for: "v9-known", class: "day" });
  const step = (by: number) => {
    const days = [...new Set(now().topic.flatMap((row) => (row.last_day ? [dayOf(row.last_day)] : [])))].sort((p, q) => p - q);
    const here = store.state.asOf ? dayOf(store.state.asOf) : Number.POSITIVE_INFINITY;
    const next = by < 0 ? days.filter((item) => item < here).pop() : days.find((item) => item > here);
    store.set({ asOf: next === undefined ? (by < 0 ? store.state.asOf : "") : isoOf(next) });
  };
  const tool = (words: string, text: string, click: () => void) => h("button", { type: "button", class: "tool", "aria-label": words, click }, text);
  const controls = h("div", { class: "control-row" },
    h("div", { class: "field" }, h("label", { for: "v9-topic" }, t.v9.topic), topic),
    h("div", { class: "field wide" }, h("label", { for: "v9-known" }, t.v9.known, " ", day), h("div", { class: "tools" }, tool(t.v9.earlier, "◂", () => step(-1)), slider, tool(t.v9.later, "▸", () => step(1)))));
  const frame = h("div", { class: "timeline", tabindex: "0", role: "application", "aria-roledescription": t.v9.roledescription, "aria-label": t.v9.help, "aria-describedby": "v9-alt" });
  const alt = h("p", { class: "offscreen", id: "v9-alt" });
  const reading = h("p", { class: "reading", role: "status", "aria-live": "polite" });
  const open = h("button", { type: "button", class: "tool", "aria-haspopup": "dialog", click: () => openChosen() }, t.v9.openSource);
  const legend = h("ul", { class: "legend" });
  const pairList = h("ul", { class: "pairs" });
  const beliefOn = h("p", { class: "fine" }, t.v9.beliefOn(data.timeline.as_of));
  const beliefText = h("p", {}, belief.text);
  figure.plot.append(controls, h("div", { class: "chosen" }, reading, open), frame, alt, legend,
    h("h3", {}, t.v9.pairs), h("p", { class: "fine" }, rule), pairList, h("h3", {}, t.v9.belief), beliefOn, beliefText, witnessTable(app, belief.witnesses),
    h("h3", {}, t.v9.contract), h("p", {}, contract.text), contractTable(app, contract.sides));

  const openChosen = () => {
    const row = chosen === null ? undefined : byId.get(chosen);
    if (row) app.openSources(row.claims, row.text);
  };
  const choose = (id: string | undefined) => {
    chosen = id ?? chosen;
    store.refresh();
  };
  const walk = (by: number) => {
    const order = now().shown.map((item) => idOf(item.row));
    const place = chosen === null ? -1 : order.indexOf(chosen);
    choose(order[place < 0 ? (by > 0 ? 0 : order.length - 1) : Math.min(order.length - 1, Math.max(0, place + by))]);
  };
  const cross = (by: number) => {
    const full = (drawn?.lanes ?? []).filter((lane) => lane.length);
    const lane = full.findIndex((ids) => chosen !== null && ids.includes(chosen));
    choose(full[lane < 0 ? 0 : Math.min(full.length - 1, Math.max(0, lane + by))]?.[0]);
  };
  frame.addEventListener("keydown", (event) => {
    const actions: Record<string, () => void> = {
      ArrowRight: () => walk(1), ArrowLeft: () => walk(-1), ArrowDown: () => cross(1), ArrowUp: () => cross(-1), Enter: openChosen, " ": openChosen,
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  frame.addEventListener("click", (event) => {
    const id = (event.target as Element).closest("[data-statement]")?.getAttribute("data-statement");
    if (!id) return;
    choose(id);
    openChosen();
  });

  const fillLegend = (th: Theme) => {
    const key = (words: string, ...children: SVGElement[]) => h("li", {}, s("svg", { width: 30, height: 16, viewBox: "0 0 30 16", "aria-hidden": "true", class: "swatch" }, ...children), words);
    const line = (stroke: string, width: number, dash: string | null) => s("line", { x1: 1, x2: 29, y1: 8, y2: 8, stroke, "stroke-width": width, "stroke-dasharray": dash });
    legend.replaceChildren(...MODES.map((kind) => key(t.v9.modes[kind] ?? kind, mark(kind, 15, 8, th))),
      key(t.v9.contradict, line(th.lost, 1.7, null)), key(t.v9.otherValue, line(th.soft, 1, "2 3")), key(t.v9.span, line(th.soft, 1.6, null), mark("said", 15, 8, th)));
  };
  const fillPairs = (found: Asked) => pairList.replaceChildren(...(found.pairs.length ? found.pairs.map((pair) => h("li", {},
    h("button", { type: "button", class: "source-chip", "aria-haspopup": "dialog", click: () => app.openSources([...pair.first, ...pair.second], pair.about) }, `${endOf(pair.first)} – ${endOf(pair.second)}`),
    ` ${pair.about}; ${kindsOf(pair)}`)) : [h("li", { class: "none" }, t.v9.altNone)]));

  const update = () => {
    const found = now();
    const { state } = store;
    const th = theme();
    if (chosen !== null && !found.shown.some((item) => idOf(item.row) === chosen)) chosen = null;
    const known = found.shown.filter((item) => !item.perhaps);
    const days = found.topic.flatMap((row) => (row.last_day ? [dayOf(row.last_day)] : []));
    slider.min = String(Math.min(...days) - 1);
    slider.max = String(Math.max(...days) + 1);
    const at = state.asOf ? Math.min(Number(slider.max), Math.max(Number(slider.min), dayOf(state.asOf))) : Number(slider.max);
    slider.value = String(at);
    slider.style.setProperty("--at", `${(100 * (at - Number(slider.min))) / (Number(slider.max) - Number(slider.min))}%`);
    setText(day, state.asOf || t.v9.knownAll);
    slider.setAttribute("aria-valuetext", state.asOf || t.v9.knownAll);
    topic.value = state.topic;
    const laneWords = lanes.map((lane) => [t.v9.sides[lane] ?? lane, found.shown.filter((item) => item.row.side === lane).length] as const).filter(([, n]) => n).map(([words, n]) => `${words} ${n}`).join(", ");
    figure.set({
      title: known.length || !state.asOf ? t.v9.title({ n: announced(known), speakers: new Set(known.map((item) => item.row.speaker)).size, about: aboutWords(), known: state.asOf, perhaps: announced(found.shown) - announced(known) }) : t.v9.titleNone({ about: aboutWords(), known: state.asOf }),
      number: String(found.pairs.length),
      numberLabel: t.v9.number(found.pairs.length),
      caveat: t.v9.caveat,
      claims: found.shown.flatMap((item) => item.row.claims),
      alt: t.v9.alt({ n: found.shown.length, lanes: laneWords, pairs: found.pairs.map((pair) => t.v9.altPair({ first: endOf(pair.first), second: endOf(pair.second) })).join(" ") || t.v9.altNone }),
    });
    setText(alt, figure.text.alt);
    const width = Math.max(280, Math.round(frame.clientWidth || 900));
    drawn = drawStatements(found, lanes, width, th, chosen, state.asOf);
    frame.replaceChildren(drawn.svg);
    const row = chosen === null ? undefined : byId.get(chosen);
    const rivals = row ? [...new Set(against(found.pairs, idOf(row)).map((id) => byId.get(id)?.speaker ?? id))].join("; ") : "";
    setText(reading, row ? t.v9.read({ speaker: row.speaker, side: side(row), date: row.date, mode: mode(row), text: row.text, word: row.unit_word }) + (rivals ? t.v9.against(rivals) : "") : t.v9.readNothing);
    open.hidden = !row;
    fillLegend(th);
    fillPairs(found);
  };
  new ResizeObserver(() => {
    const width = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (width && frame.clientWidth >= 280 && Math.abs(frame.clientWidth - width) > 2) store.refresh();
  }).observe(frame);
  return { id: "v9", key: "9", element: figure.element, update };
}
