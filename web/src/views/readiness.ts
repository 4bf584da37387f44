// What is kept ready month by month: a panel for each history of imports, A and the chosen B, median run and range of runs.
import type { App, View } from "../app";
import { capital, percent, plain, t } from "../i18n";
import type { KeptArm, Readiness } from "../types";
import { chips, h, s, setText, type Table } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { label } from "../ui/intervals";
import { swatch } from "../ui/map";
import { LIGHT, type Theme, theme } from "../ui/theme";

const EXPORT_WIDTH = 1000;
const PANEL_PX = 256;
const BESIDE_PX = 700;
const GAP_PX = 18;
const WORDS = t.readiness;
const MONTHS_A_YEAR = 12;

export function readinessView(app: App, found: Readiness): View {
  const { data, store } = app;
  const meaningLabel = (id: string) => data.ab.batch_meanings.find((item) => item.id === id)?.label ?? id;
  const armOf = (meaning: string, id: string) => found.kept.find((item) => item.meaning === meaning && item.case === id);
  const brings = (arm: KeptArm | undefined) => arm !== undefined && Object.entries(arm.fielded).some(([measure, n]) => n > (armOf("", arm.case)?.fielded[measure] ?? 0));
  /** A, and B as chosen where it brings anything. */
  const shown = (id: string): KeptArm[] => {
    const b = armOf(store.state.meaning, id);
    return [armOf("", id), brings(b) ? b : undefined].filter((arm) => arm !== undefined);
  };
  const nameOf = (arm: KeptArm) => (arm.meaning ? WORDS.second(meaningLabel(arm.meaning)) : WORDS.first);
  const styleOf = (arm: KeptArm, th: Theme) => (arm.meaning ? { stroke: th.accent, width: 2.8, dash: "7 3" } : { stroke: th.ink, width: 2.2, dash: "" });
  const measureLabel = () => WORDS.measure[store.state.kept] ?? store.state.kept;
  const level = percent(found.level);

  const panel = (id: string, width: number, th: Theme): SVGSVGElement => {
    const measure = store.state.kept;
    const held = found.cases.find((item) => item.id === id);
    const top = Math.max(1, ...found.cases.flatMap((item) => shown(item.id).map((arm) => arm.fielded[measure] ?? 0)));
    const pad = { left: 34, right: 22, top: 70, bottom: 34 };
    const x = (month: number) => pad.left + (month / found.months) * (width - pad.left - pad.right);
    const y = (v: number) => PANEL_PX - pad.bottom - (v / top) * (PANEL_PX - pad.top - pad.bottom);
    const svg = s("svg", { width, height: PANEL_PX, viewBox: `0 0 ${width} ${PANEL_PX}`, "aria-hidden": "true" }, s("rect", { width, height: PANEL_PX, fill: th.paper }));
    const [first = "", ...rest] = capital(held?.label ?? "").split(", ");
    svg.append(label(th, 0, 14, first + (rest.length ? "," : ""), { "font-weight": 680 }), label(th, 0, 30, rest.join(", "), { "font-weight": 680 }));
    const step = Math.max(1, Math.ceil(top / 4));
    for (let v = 0; v <= top; v += step) svg.append(s("line", { x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v), stroke: th.rule }), label(th, pad.left - 6, y(v) + 4, String(v), { "text-anchor": "end", fill: th.soft, "font-size": 12 }));
    const years = found.months / MONTHS_A_YEAR;
    for (let n = 0; n <= years; n += years > 6 ? 2 : 1) svg.append(label(th, x(n * MONTHS_A_YEAR), PANEL_PX - pad.bottom + 16, String(n), { "text-anchor": "middle", fill: th.soft, "font-size": 12 }));
    svg.append(label(th, width - pad.right, PANEL_PX - 3, WORDS.axis, { "text-anchor": "end", "font-style": "italic", fill: th.soft, "font-size": 12 }));
    const steps = (row: number[]) => row.map((v, month) => `${month ? `H${x(month - 0.5).toFixed(1)}V` : `M${x(0).toFixed(1)},`}${y(v).toFixed(1)}`).join("") + `H${x(found.months).toFixed(1)}`;
    const half = (armOf("", id)?.fielded[measure] ?? 0) / 2;
    for (const arm of shown(id)) {
      const band = arm.bands[measure];
      if (!band) continue;
      const { stroke, width: wide, dash } = styleOf(arm, th);
      const back = [...band.low].reverse().map((v, i) => `L${x(found.months - i).toFixed(1)},${y(v).toFixed(1)}`).join("");
      svg.append(
        s("path", { d: `${steps(band.high)}${back}Z`, fill: stroke, "fill-opacity": 0.14 }),
        s("path", { class: "kept", d: steps(band.median), fill: "none", stroke, "stroke-width": wide, "stroke-dasharray": dash, "stroke-linejoin": "round" }),
      );
    }
    const ends = shown(id).map((arm) => ({ arm, y: y(arm.bands[measure]?.median[found.months] ?? 0) + 4 })).sort((p, q) => p.y - q.y);
    let free = 0;
    for (const end of ends) {
      const at = Math.min(Math.max(end.y, free), PANEL_PX - pad.bottom + 4 - (ends.length - 1 - ends.indexOf(end)) * 14);
      free = at + 14;
      svg.append(label(th, width - pad.right + 5, at, end.arm.meaning ? "B" : "A", { "font-weight": 700 }));
    }
    svg.append(s("line", { x1: pad.left, x2: width - pad.right, y1: y(half), y2: y(half), stroke: th.ink, "stroke-dasharray": "5 4", "stroke-width": 0.9 }), label(th, pad.left + 4, y(half) - 4, WORDS.half, { "font-size": 11.5 }));
    for (const [month, text, row] of [[held?.stop_month, WORDS.stop, 0], [held?.home_month, WORDS.home, 1]] as [number | null | undefined, string, number][]) {
      if (month === null || month === undefined || month > found.months) continue;
      const right = month < 0.7 * found.months;
      svg.append(s("line", { x1: x(month), x2: x(month), y1: pad.top - 22 + row * 13, y2: PANEL_PX - pad.bottom, stroke: th.ink, "stroke-dasharray": "1.5 3", "stroke-width": 1.4 }),
        label(th, x(month) + (right ? 4 : -4), pad.top - 18 + row * 13, text, { "font-size": 11.5, "text-anchor": right ? "start" : "end" }));
    }
    return svg;
  };

  const draw = (width: number, th: Theme): SVGSVGElement => {
    const columns = width >= BESIDE_PX ? found.cases.length : 1;
    const each = Math.floor((width - GAP_PX * (columns - 1)) / columns);
    const height = Math.ceil(found.cases.length / columns) * (PANEL_PX + GAP_PX) - GAP_PX;
    const all = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, s("rect", { width, height, fill: th.paper }));
    found.cases.forEach((item, i) => {
      const one = panel(item.id, each, th);
      one.setAttribute("x", String((i % columns) * (each + GAP_PX)));
      one.setAttribute("y", String(Math.floor(i / columns) * (PANEL_PX + GAP_PX)));
      all.append(one);
    });
    return all;
  };

  const caseLabel = (id: string) => found.cases.find((item) => item.id === id)?.label ?? id;
  const tables = (): Table[] => {
    const measure = store.state.kept;
    const months = (v: number | null | undefined) => (v === undefined ? "" : v === null ? WORDS.notWithin : plain(v));
    return [
      {
        caption: WORDS.byArm,
        head: WORDS.armHead,
        rows: found.kept.flatMap((arm) => found.measures.map((item) => {
          const band = arm.bands[item];
          const change = found.changes.find((row) => row.meaning === arm.meaning && row.case === arm.case && row.measure === item);
          const half = arm.half[item];
          return [nameOf(arm), caseLabel(arm.case), WORDS.measure[item] ?? item, plain(arm.fielded[item]), plain(band?.expected[found.months]), plain(band?.expected_low[found.months]), plain(band?.expected_high[found.months]),
            plain(change?.value), plain(change?.low), plain(change?.high), change ? t.v2.verdict(change.clear) : "", months(half?.value), months(half?.low), months(half?.high)];
        })),
      },
      {
        caption: WORDS.byMonth(measureLabel()),
        head: WORDS.monthHead,
        rows: found.cases.flatMap((item) => shown(item.id).flatMap((arm) => {
          const band = arm.bands[measure];
          return band ? found.dates.map((date, n) => [item.label, nameOf(arm), date, ...[band.expected, band.expected_low, band.expected_high, band.median, band.low, band.high].map((row) => plain(row[n]))]) : [];
        })),
      },
      { caption: WORDS.byInput, head: WORDS.inputHead, rows: found.inputs.map((item) => [item.key, plain(item.value), plain(item.low), plain(item.high), item.unit, item.status, item.claim ?? "", item.note]) },
    ];
  };

  const figure = makeFigure(app, {
    id: "readiness",
    kicker: WORDS.kicker,
    folds: true,
    tables,
    picture: () => {
      const svg = draw(EXPORT_WIDTH, LIGHT);
      return { svg, width: EXPORT_WIDTH, height: Number(svg.getAttribute("height")) };
    },
  });
  figure.element.classList.add("wide");
  const meaning = h("select", { id: "readiness-meaning", change: () => store.set({ meaning: meaning.value }) }, ...data.ab.batch_meanings.map((item) => h("option", { value: item.id }, item.label)));
  const metric = chips("readiness-measure", WORDS.measures, found.measures.map((id) => ({ value: id, label: WORDS.measure[id] ?? id })), (value) => store.set({ kept: value }));
  const same = h("p", { class: "same", role: "status" });
  const frame = h("div", { class: "drawing" });
  const alt = h("p", { class: "offscreen" });
  const legend = h("ul", { class: "legend" });
  const assumed = found.inputs.filter((item) => item.status !== "witness").length;
  figure.plot.append(
    h("div", { class: "control-row" }, h("div", { class: "field" }, h("label", { for: "readiness-meaning" }, WORDS.batch), meaning), metric.element, same),
    frame, alt, legend,
    h("p", {}, found.sentence), h("p", {}, found.counter_sentence),
    h("p", { class: "fine" }, h("strong", {}, `${WORDS.inputs({ all: found.inputs.length, assumed })}.`), ` ${WORDS.inputsNote} ${found.caveat}`),
  );

  const altText = () => WORDS.alt({
    measure: measureLabel(),
    parts: found.cases.flatMap((item) => shown(item.id).map((arm) => {
      const band = arm.bands[store.state.kept];
      return WORDS.altPart({ label: item.label, arm: nameOf(arm), start: plain(band?.median[0]), end: plain(band?.median[found.months]), low: plain(band?.low[found.months]), high: plain(band?.high[found.months]), fielded: plain(arm.fielded[store.state.kept]) });
    })).join(" "),
  });

  const update = () => {
    const th = theme();
    const { state } = store;
    const stopped = found.kept.find((arm) => !arm.meaning && arm.half["launchers"]);
    const half = stopped?.half["launchers"];
    const left = stopped?.months_left ?? found.months;
    figure.set({
      title: found.title,
      number: half ? (half.value === null ? WORDS.moreThan(left) : plain(Math.round(half.value))) : "",
      numberLabel: half ? WORDS.number({ left, level }) : WORDS.numberNone,
      caveat: found.assumed,
      claims: found.claims,
      alt: altText(),
    });
    setText(alt, figure.text.alt);
    meaning.value = state.meaning;
    metric.set(state.kept);
    const b = armOf(state.meaning, stopped?.case ?? found.cases[0]?.id ?? "");
    setText(same, !brings(b) ? WORDS.nothing : stopped && b ? WORDS.arrives(percent(b.arrives)) : "");
    same.hidden = !same.textContent;
    const width = Math.max(260, Math.round(frame.clientWidth || EXPORT_WIDTH));
    frame.replaceChildren(draw(width, th));
    const arms = shown(found.cases[0]?.id ?? "");
    legend.replaceChildren(
      ...arms.map((arm) => h("li", {}, swatch(th, styleOf(arm, th)), `${nameOf(arm)}: ${WORDS.legendMedian}`)),
      h("li", {}, swatch(th, { fill: th.ink, opacity: 0.14 }), WORDS.legendBand(level)),
    );
  };
  new ResizeObserver(() => {
    const drawn = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (drawn && frame.clientWidth >= 260 && Math.abs(frame.clientWidth - drawn) > 2) store.refresh();
  }).observe(frame);
  return { id: "readiness", key: "r", element: figure.element, update };
}
