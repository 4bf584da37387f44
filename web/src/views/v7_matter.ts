// V7: which disputed claim matters? A tornado whose bar ends are sources; pressing one believes it and rewrites V0.
import type { App, View } from "../app";
import { believedEnd, changeText, leading, metricNow, sizeText, valueText, whoOf } from "../data/matter";
import { capital, plain, t } from "../i18n";
import { atStudy, defaults } from "../store";
import type { ClaimsMatter, MatterBar, MatterMetric, MatterSide } from "../types";
import { chips, h, s, setText, type Table, tableElement } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { label } from "../ui/intervals";
import { gradeFill, gradePatterns, LIGHT, type Theme, theme } from "../ui/theme";

const EXPORT_WIDTH = 1000;
const HEAD_PX = 30;
const END_PX = 46; // a line of words and a bar, taller than the least target
const BAR_PX = 13;
const GAP_PX = 12;
const AXIS_PX = 40;
const VALUE_PX = 92; // room for a value beside a bar
const LETTER_PX = 6.5;

const short = (text: string, width: number) => {
  const most = Math.max(12, Math.floor(width / LETTER_PX));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};

/** Believes one bar end, at the settings that the answer speaks of; an empty one goes back to all witnesses. */
export function believe(app: App, answer: string): void {
  const start = defaults(app.data);
  app.store.set({ believed: answer, site: start.site, cls: start.cls, altitude: start.altitude, percentile: start.percentile });
}

/** The answer that is shown; none while the reader's own settings are. */
export function believedNow(app: App): string {
  return atStudy(app.store.state, app.data) ? app.store.state.believed : "";
}

function scaleOf(ends: number[], width: number): (v: number) => number {
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const span = high - low || 1;
  const left = low < 0 ? VALUE_PX : 4;
  return (v) => left + ((v - low) / span) * (width - left - VALUE_PX);
}

function endOf(app: App, metric: MatterMetric, side: MatterSide, width: number, y: number, x: (v: number) => number, th: Theme, live: boolean): SVGGElement {
  const { value, low, high } = side.change;
  const change = value ?? 0;
  const [from, to] = [x(Math.min(0, change)), x(Math.max(0, change))];
  const words = `${side.text} · ${whoOf(side)}`;
  const group = s("g", { class: "end" },
    s("rect", { class: "hit", x: 1, y, width: width - 2, height: END_PX - 2, fill: "transparent", rx: 3 }),
    label(th, 6, y + 15, short(words, width - 12)),
    s("rect", { x: from, y: y + 22, width: Math.max(1.5, to - from), height: BAR_PX, fill: gradeFill("v7", side.grade), stroke: th.ink, "stroke-width": 1 }),
    low === null || high === null ? s("g") : s("line", { x1: x(low), x2: x(high), y1: y + 22 + BAR_PX / 2, y2: y + 22 + BAR_PX / 2, stroke: th.ink, "stroke-width": 2 }),
    s("line", { x1: x(0), x2: x(0), y1: y + 19, y2: y + 25 + BAR_PX, stroke: th.ink, "stroke-width": 1.4 }),
    label(th, change < 0 ? Math.min(from, x(low ?? change)) - 5 : Math.max(to, x(high ?? change)) + 5, y + 22 + BAR_PX - 2, changeText(metric, value),
      { "text-anchor": change < 0 ? "end" : "start", "font-weight": 650, "font-size": 12 }));
  if (!live || !side.answer) return group;
  const { answer } = side;
  const pressed = believedNow(app) === answer;
  const press = () => believe(app, pressed ? "" : answer);
  for (const [name, content] of Object.entries({
    role: "button", tabindex: "0", "aria-pressed": String(pressed), "data-answer": answer,
    "aria-label": (side.reading ? t.v7.endRead : t.v7.end)({ change: changeText(metric, value), value: valueText(metric, side.value.value), text: side.text, who: whoOf(side), grade: t.grades[side.grade] ?? side.grade }),
  })) group.setAttribute(name, content);
  group.classList.toggle("pressed", pressed);
  group.addEventListener("click", press);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    press();
  });
  return group;
}

function drawChanges(app: App, metric: MatterMetric, width: number, th: Theme, live: boolean): SVGSVGElement {
  const bars = metric.bars.filter((bar) => bar.clear);
  const x = scaleOf(bars.flatMap((bar) => bar.sides.flatMap(({ change }) => [change.value ?? 0, change.low ?? 0, change.high ?? 0])), width);
  const height = bars.reduce((sum, bar) => sum + HEAD_PX + bar.sides.length * END_PX + GAP_PX, 0) + AXIS_PX;
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tornado" }, gradePatterns("v7", th), s("rect", { width, height, fill: th.paper }));
  let y = 0;
  for (const bar of bars) {
    const tail = bar.chosen ? t.v7.chosen(bar.chosen) : t.v7.swing(sizeText(metric, bar.swing));
    svg.append(label(th, 6, y + 20, short(`${capital(bar.label)} · ${tail}`, width - 12), { "font-weight": 700, "font-size": 13.5 }));
    y += HEAD_PX;
    for (const side of bar.sides) {
      svg.append(endOf(app, metric, side, width, y, x, th, live));
      y += END_PX;
    }
    y += GAP_PX;
  }
  svg.append(label(th, 6, y + 16, short(t.v7.axis(metric.is_share ? t.v7.points : metric.unit), width), { fill: th.soft }));
  return svg;
}

const percentOf = (index: { value: number | null; low: number | null; high: number | null } | null) => {
  const at = (v: number | null | undefined) => (v === null || v === undefined ? t.fights.none : plain(Math.round(v * 100)));
  return index ? `${at(index.value)} % (${at(index.low)}–${at(index.high)})` : t.fights.none;
};

function drawIndices(metric: MatterMetric, width: number, th: Theme): SVGSVGElement {
  const bars = metric.bars.filter((bar) => bar.total && bar.total.value !== null).sort((p, q) => (q.total?.value ?? 0) - (p.total?.value ?? 0));
  const height = Math.max(1, bars.length) * (END_PX + GAP_PX) + AXIS_PX;
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "tornado" }, s("rect", { width, height, fill: th.paper }));
  const x = (v: number) => 6 + Math.min(1, Math.max(0, v)) * (width - 14);
  bars.forEach((bar, i) => {
    const y = i * (END_PX + GAP_PX);
    const { total, first } = bar;
    svg.append(label(th, 6, y + 16, short(`${capital(bar.label)} · ${t.v7.indexText({ total: percentOf(total), first: percentOf(first) })}`, width - 12)),
      s("rect", { x: x(0), y: y + 24, width: Math.max(1, x(total?.value ?? 0) - x(0)), height: BAR_PX + 3, fill: th.band, stroke: th.ink }),
      s("rect", { x: x(0), y: y + 28, width: Math.max(1, x(first?.value ?? 0) - x(0)), height: BAR_PX - 5, fill: th.accent }),
      s("line", { x1: x(total?.low ?? 0), x2: x(total?.high ?? 0), y1: y + 44, y2: y + 44, stroke: th.ink, "stroke-width": 2 }));
  });
  svg.append(label(th, 6, height - 16, short(bars.length ? t.v7.axisTotal : t.v7.noIndices, width), { fill: th.soft }));
  return svg;
}

function tableOf(metric: MatterMetric): Table {
  const cell = (v: number | null | undefined) => (v === null || v === undefined ? t.fights.none : v);
  return {
    caption: `${t.v7.table}: ${t.v7.metricLabel(metric)}`,
    head: t.v7.head,
    rows: metric.bars.flatMap((bar) => bar.sides.map((side) => [
      bar.label, side.text, side.claims.join(" "), side.sources.join("; "), t.grades[side.grade] ?? side.grade, valueText(metric, side.value.value),
      changeText(metric, side.change.value), changeText(metric, side.change.low), changeText(metric, side.change.high), side.change.clear ? t.v7.clear : t.v7.nothing,
      percentOf(bar.first), percentOf(bar.total), cell(bar.width), cell(bar.width_known)])),
  };
}

export function matterView(app: App, matter: ClaimsMatter): View {
  const { store } = app;
  const now = (): MatterMetric => {
    const found = metricNow(matter, store.state.matter);
    if (!found) throw new Error("no metric");
    return found;
  };
  const draw = (width: number, th: Theme, live: boolean) => (store.state.indices ? drawIndices(now(), width, th) : drawChanges(app, now(), width, th, live));
  const figure = makeFigure(app, {
    id: "v7",
    kicker: t.v7.kicker,
    folds: true,
    tables: () => [tableOf(now())],
    picture: () => {
      const svg = draw(EXPORT_WIDTH, LIGHT, false);
      return { svg, width: EXPORT_WIDTH, height: Number(svg.getAttribute("height")) };
    },
  });
  const metric = chips("matter", t.v7.metric, matter.metrics.map((item) => ({ value: item.id, label: capital(item.label) + (matter.metrics.filter((other) => other.label === item.label).length > 1 ? `: ${item.what}` : "") })), (id) => store.set({ matter: id }));
  const show = chips("indices", t.v7.show, ["change", "total"].map((id) => ({ value: id, label: t.v7.shows[id] ?? id })), (id) => store.set({ indices: id === "total" }));
  const back = h("button", { type: "button", class: "tool strong", click: () => believe(app, "") }, t.v7.back);
  const reads = h("p", { class: "believing" });
  const drawing = h("div", { class: "drawing" });
  const grades = h("ul", { class: "evidence-key" });
  const usual = h("p", { class: "fine" });
  const flips = h("div", { class: "tools" });
  const verdict = h("div", { class: "verdict" }, h("h3", {}, t.v7.verdict), h("p", {}, matter.verdict), flips);
  figure.plot.append(verdict, h("div", { class: "control-row" }, metric.element, show.element), usual, reads, h("div", { class: "tools" }, back), drawing, grades);
  const checking = h("p", {});
  const rest = h("p", { class: "fine" });
  const quiet = h("div", {});
  const frozen = h("details", { class: "ignored" }, h("summary", {}, t.v7.frozen(matter.frozen.length)),
    tableElement({ caption: t.v7.frozen(matter.frozen.length), head: t.v7.frozenHead, rows: matter.frozen.map((item) => [item.label, item.text, item.claims.join(" "), item.why]) }));
  figure.side.append(h("h3", {}, t.v7.checking), checking, rest, quiet, frozen);

  const flipOnes = () => matter.flips.flatMap((answer) => {
    const end = believedEnd(matter, store.state.matter, answer);
    const pressed = believedNow(app) === answer;
    return end ? [h("button", { type: "button", class: "source-chip", "data-answer": answer, "aria-pressed": String(pressed), click: () => believe(app, pressed ? "" : answer) }, `${end.side.text}, ${whoOf(end.side)}`)] : [];
  });
  const quietOnes = (bars: MatterBar[]) => bars.map((bar) => h("li", {}, `${capital(bar.label)}: `, ...bar.sides.flatMap((side) => {
    const { answer } = side;
    return answer ? [h("button", { type: "button", class: "source-chip", "data-answer": answer, "aria-pressed": String(believedNow(app) === answer), click: () => believe(app, believedNow(app) === answer ? "" : answer) }, `${side.text}, ${whoOf(side)}`), " "] : [`${side.text} `];
  })));

  let shown = "";
  const update = () => {
    const item = now();
    const { indices } = store.state;
    const believed = believedNow(app);
    metric.set(item.id);
    show.set(indices ? "total" : "change");
    const width = Math.max(280, Math.round(drawing.clientWidth || figure.plot.clientWidth || 600));
    const stamp = [item.id, indices, believed, width, theme().name].join("|");
    back.hidden = !believed;
    reads.hidden = !believed;
    setText(reads, t.v7.reads(matter.answers[believed]?.sentence ?? ""));
    if (stamp !== shown) {
      const held = document.activeElement?.getAttribute("data-answer");
      const inVerdict = flips.contains(document.activeElement);
      shown = stamp;
      flips.replaceChildren(...flipOnes());
      drawing.replaceChildren(draw(width, theme(), true));
      const used = [...new Set(item.bars.filter((bar) => bar.clear).flatMap((bar) => bar.sides.map((side) => side.grade)))];
      grades.replaceChildren(...(indices ? [] : used.map((grade) => h("li", {}, gradeSwatch(grade), t.grades[grade] ?? grade))));
      const still = item.bars.filter((bar) => !bar.clear);
      quiet.replaceChildren(
        ...(still.length ? [h("h3", {}, t.v7.quiet), h("ul", { class: "quiet" }, ...quietOnes(still))] : []),
        ...(item.outside.length ? [h("p", { class: "fine" }, `${t.v7.outside}: ${item.outside.join("; ")}.`)] : []));
      if (held) [...figure.element.querySelectorAll<HTMLElement | SVGElement>("[data-answer]")].find((end) => end.getAttribute("data-answer") === held && flips.contains(end) === inVerdict)?.focus();
    }
    setText(usual, item.sentence);
    setText(checking, item.checking);
    setText(rest, item.rest);
    const top = leading(item);
    figure.set({
      title: item.title,
      number: top ? sizeText(item, top.swing) : t.v7.nothing,
      numberLabel: top ? `${top.label}, ${t.v7.numberLabel}` : "",
      caveat: t.v7.caveat({ draws: item.draws, repeats: item.repeats, level: `${Math.round(matter.level * 100)} %`, caveat: item.caveat }),
      claims: [...new Set(item.bars.flatMap((bar) => bar.sides.flatMap((side) => side.claims)))].filter((id) => app.data.claims[id]),
      alt: t.v7.alt({ title: item.sentence, ends: item.bars.filter((bar) => bar.clear).flatMap((bar) => bar.sides.map((side) => `${bar.label}: ${changeText(item, side.change.value)} (${whoOf(side)})`)).join("; ") }),
    });
  };
  return { id: "v7", key: "7", element: figure.element, update };
}

function gradeSwatch(grade: string): SVGSVGElement {
  return s("svg", { class: "swatch", width: 22, height: 14, "aria-hidden": "true" }, gradePatterns(`key-${grade}`, theme()), s("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill: gradeFill(`key-${grade}`, grade), stroke: theme().ink }));
}
