// V6: how often is it bad? Fifty dots of leakers for A above and B below, and the paired difference.
import type { App, View } from "../app";
import { armA, armB, chosenArms, pairedOf, quantileDots, replayId, replayNow, replaysNow } from "../data/fights";
import { plain, t, two } from "../i18n";
import type { ArmFought, Change, Fights, Measured } from "../types";
import { calm } from "../ui/clock";
import { chips, h, s, setText, type Table, tableElement } from "../ui/dom";
import { makeFigure } from "../ui/figure";
import { label } from "../ui/intervals";
import { swatch } from "../ui/map";
import { goTo } from "../ui/keys";
import { batchPicker } from "../ui/runs";
import { LIGHT, type Theme, theme } from "../ui/theme";

const EXPORT_WIDTH = 1000;
const PAD = { left: 30, right: 10 };
const AXIS_PX = 40;
const HEAD_PX = 24;
const BARS_PX = 120;
const LEAST_COLUMN_PX = 17;
const ROUNDING = 1e-6; // of the last figure; what binary fractions add is no reason to go one up
const CONVERGENCE = { width: 320, height: 150 };

const hundred = (share: number) => plain(Math.round(share * 100));

/** An upper bound of a share in percent, to two figures, never below it. */
function roundedUp(share: number): string {
  const value = Math.min(100, share * 100);
  const digits = value > 0 ? 10 ** (1 - Math.floor(Math.log10(value))) : 1;
  return plain(Math.min(100, Math.ceil(value * digits - ROUNDING) / digits));
}

/** A share as a natural frequency: "37 of 100", or a bound where it is rare. */
export function frequency(p: Measured, runs: number): string {
  const n = runs.toLocaleString("en-GB");
  if (p.value === null) return t.fights.none;
  if (p.value === 0) return t.fights.neverSeen({ runs: n, high: roundedUp(p.high ?? 1) });
  if (p.value === 1) return t.fights.always({ runs: n, low: plain(Number(((p.low ?? 1) * 100).toPrecision(3))) });
  if (p.value < 0.005) return t.fights.below("1");
  return p.value > 0.995 ? t.fights.over("99") : t.fights.inHundred(hundred(p.value));
}

function changeText(change: Change, times = 1): string {
  if (change.value === 0 && (change.low ?? 0) === 0 && (change.high ?? 0) === 0) return t.fights.noChange;
  const signed = (v: number | null) => (v === null ? t.fights.none : `${v > 0 ? "+" : ""}${times === 1 ? two(v) : plain(Math.round(v * times))}`);
  return `${change.clear ? signed(change.value) : t.fights.noClear} (${signed(change.low)} to ${signed(change.high)})`;
}

const measuredText = (m: Measured, times = 1) => {
  const at = (v: number | null) => (v === null ? t.fights.none : times === 1 ? two(v) : plain(Math.round(v * times)));
  return `${at(m.value)} (${at(m.low)}–${at(m.high)})`;
};

/** Dots or bars of one or two forces on one axis of leakers. */
function drawOutcomes(arms: ArmFought[], width: number, th: Theme, bars: boolean): SVGSVGElement {
  const most = Math.max(...arms.map((arm) => arm.leakers.length - 1), 1);
  const room = width - PAD.left - PAD.right;
  const each = Math.ceil((most + 1) / Math.floor(room / LEAST_COLUMN_PX));
  const columns = Math.ceil((most + 1) / each);
  const column = room / columns;
  const bin = (v: number) => Math.floor(v / each);
  const dots = arms.map((arm) => {
    const stacks = new Array<number>(columns).fill(0);
    for (const v of quantileDots(arm.leakers)) stacks[bin(v)] = (stacks[bin(v)] ?? 0) + 1;
    return stacks;
  });
  const shares = arms.map((arm) => {
    const sums = new Array<number>(columns).fill(0);
    arm.leakers.forEach((count, v) => (sums[bin(v)] = (sums[bin(v)] ?? 0) + count / Math.max(arm.runs, 1)));
    return sums;
  });
  const r = Math.min(width < 520 ? 4.5 : 6, column / 2 - 1.5);
  const pitch = 2 * r + 2;
  const perRow = Math.max(1, Math.min(5, Math.floor((column - 2) / pitch)));
  const topShare = Math.max(...shares.flat());
  const tallest = (share: number) => (share / topShare) * (BARS_PX - 16);
  const halves = dots.map((stacks, which) => (bars ? tallest(Math.max(...(shares[which] ?? [0]))) + 16 : Math.max(30, Math.ceil(Math.max(...stacks) / perRow) * pitch + 6)));
  const axis = HEAD_PX + (halves[0] ?? 0);
  const height = axis + AXIS_PX + (arms.length > 1 ? (halves[1] ?? 0) + HEAD_PX : 16);
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, s("rect", { width, height, fill: th.paper }));
  const x = (i: number) => PAD.left + (i + 0.5) * column;
  arms.forEach((arm, which) => {
    const up = which === 0;
    const from = up ? axis : axis + AXIS_PX;
    const way = up ? -1 : 1;
    const ink = up ? th.soft : th.accent;
    for (let i = 0; i < columns; i++) {
      if (bars) {
        const tall = tallest(shares[which]?.[i] ?? 0);
        svg.append(s("rect", { x: x(i) - column * 0.38, y: up ? from - tall : from, width: column * 0.76, height: tall, fill: up ? th.paper : ink, stroke: ink, "stroke-width": 1.5 }));
        const percent = Math.round((shares[which]?.[i] ?? 0) * 100);
        if (column > 24 && percent) svg.append(label(th, x(i), up ? from - tall - 4 : from + tall + 13, `${percent}`, { "text-anchor": "middle", "font-size": 11 }));
        continue;
      }
      const count = dots[which]?.[i] ?? 0;
      for (let n = 0; n < count; n++) {
        const row = Math.floor(n / perRow);
        const inRow = Math.min(perRow, count - row * perRow);
        const dx = ((n % perRow) - (inRow - 1) / 2) * pitch;
        svg.append(s("circle", { class: "dot", cx: x(i) + dx, cy: from + way * (r + 2 + row * pitch), r, fill: up ? th.paper : ink, stroke: ink, "stroke-width": 1.6 }));
      }
    }
    svg.append(
      s("line", { x1: PAD.left, x2: width - PAD.right, y1: from, y2: from, stroke: th.soft }),
      label(th, 2, up ? 15 : height - 8, `${arm.side}: ${arm.label}`, { "font-weight": 680, "font-size": 13 }),
    );
  });
  const every = Math.ceil(26 / column);
  for (let i = 0; i < columns; i += every)
    svg.append(label(th, x(i), axis + 16, each === 1 ? String(i) : `${i * each}–${i * each + each - 1}`, { "text-anchor": "middle", "font-size": 12 }));
  svg.append(label(th, width - PAD.right, axis + 32, bars ? `${t.v6.axis}; % ${t.v6.share}` : `${t.v6.axis}; ${t.v6.eachDot}`, { "text-anchor": "end", "font-style": "italic", "font-size": 11.5, fill: th.soft }));
  return svg;
}

function drawConvergence(fights: Fights, arms: ArmFought[], width: number, th: Theme): SVGSVGElement {
  const { height } = CONVERGENCE;
  const pad = { left: 34, right: 10, top: 10, bottom: 30 };
  const points = arms.flatMap((arm) => arm.convergence);
  const most = Math.max(...points.map(([runs]) => runs), 1);
  const top = Math.max(...points.map(([, half]) => half), fights.precision_points ?? 0, 1);
  const x = (v: number) => pad.left + (v / most) * (width - pad.left - pad.right);
  const y = (v: number) => height - pad.bottom - (v / top) * (height - pad.top - pad.bottom);
  const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${t.v6.convergence}. ${arms.map((arm) => `${arm.side}: ±${plain(Number((arm.convergence.at(-1)?.[1] ?? 0).toPrecision(2)))} ${t.v6.convergenceX} ${arm.runs}`).join("; ")}` });
  for (const v of [0, top / 2, top]) svg.append(s("line", { x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v), stroke: th.rule }), label(th, pad.left - 5, y(v) + 4, plain(Number(v.toPrecision(2))), { "text-anchor": "end", "font-size": 11, fill: th.soft }));
  if (fights.precision_points)
    svg.append(
      s("line", { x1: pad.left, x2: width - pad.right, y1: y(fights.precision_points), y2: y(fights.precision_points), stroke: th.ink, "stroke-dasharray": "5 4" }),
      label(th, width - pad.right, y(fights.precision_points) - 4, t.v6.asked(plain(fights.precision_points)), { "text-anchor": "end", "font-size": 11 }),
    );
  arms.forEach((arm, i) => {
    const d = arm.convergence.map(([runs, half]) => `${x(runs).toFixed(1)},${y(half).toFixed(1)}`).join("L");
    if (d) svg.append(s("path", { d: `M${d}`, fill: "none", stroke: i ? th.accent : th.soft, "stroke-width": 2, "stroke-dasharray": i ? "" : "1 0" }));
    const first = arm.convergence[0];
    if (first) svg.append(label(th, x(first[0]) + 4, y(first[1]) + (i ? 14 : -3), arm.side, { "font-weight": 700, "font-size": 11.5 }));
  });
  svg.append(
    label(th, pad.left, height - 14, "0", { "text-anchor": "middle", "font-size": 11, fill: th.soft }),
    label(th, x(most), height - 14, most.toLocaleString("en-GB"), { "text-anchor": "end", "font-size": 11, fill: th.soft }),
    label(th, width - pad.right, height - 2, t.v6.convergenceX, { "text-anchor": "end", "font-style": "italic", "font-size": 11, fill: th.soft }),
    label(th, pad.left, height - 2, t.v6.convergenceY, { "font-style": "italic", "font-size": 11, fill: th.soft }),
  );
  return svg;
}

export function outcomesView(app: App, fights: Fights, timeline: () => View | undefined): View {
  const { store } = app;
  const arms = () => chosenArms(fights, store.state);
  const level = t.fights.interval(fights.level);

  const pairTable = (): Table => {
    const a = armA(fights);
    const b = armB(fights, store.state);
    const pair = pairedOf(fights, b);
    const none = t.fights.none;
    const row = (name: string, of: (arm: ArmFought) => string, change = ""): string[] => [name, a ? of(a) : none, b ? of(b) : none, change || none];
    return {
      caption: `${t.v6.pairCaption}, ${level}`,
      head: t.v6.pairHead,
      rows: [
        row(t.v6.rows.zero, (arm) => measuredText(arm.p_zero_leak, 100), pair && changeText(pair.p_zero_leak, 100)),
        row(t.v6.rows.leakers, (arm) => measuredText(arm.mean_leakers), pair && changeText(pair.leakers)),
        row(t.v6.rows.neutrals, (arm) => measuredText(arm.neutral_engaged)),
        row(t.v6.rows.units, (arm) => plain(arm.fire_units)),
        row(t.v6.rows.channels, (arm) => plain(arm.channels)),
        row(t.v6.rows.rounds, (arm) => plain(arm.ready_rounds)),
        row(t.v6.rows.runs, (arm) => plain(arm.runs)),
      ],
    };
  };
  /** The same with a column for each number. */
  const measureTable = (): Table => {
    const a = armA(fights);
    const b = armB(fights, store.state);
    const pair = pairedOf(fights, b);
    const three = (m: Measured | undefined) => [plain(m?.value), plain(m?.low), plain(m?.high)];
    const row = (name: string, of: (arm: ArmFought) => Measured, change?: Change) => [name, ...three(a && of(a)), ...three(b && of(b)), ...three(change), change ? t.v2.verdict(change.clear) : ""];
    const sure = (of: (arm: ArmFought) => number) => (arm: ArmFought): Measured => ({ value: of(arm), low: null, high: null });
    return {
      caption: `${t.v6.pairCaption}, ${level}`,
      head: t.v6.measureHead,
      rows: [
        row(t.v6.rows.zeroShare, (arm) => arm.p_zero_leak, pair?.p_zero_leak),
        row(t.v6.rows.leakers, (arm) => arm.mean_leakers, pair?.leakers),
        row(t.v6.rows.neutrals, (arm) => arm.neutral_engaged),
        row(t.v6.rows.units, sure((arm) => arm.fire_units)),
        row(t.v6.rows.channels, sure((arm) => arm.channels)),
        row(t.v6.rows.rounds, sure((arm) => arm.ready_rounds)),
        row(t.v6.rows.runs, sure((arm) => arm.runs)),
      ],
    };
  };
  const leakerTable = (): Table => {
    const [a, b] = [armA(fights), armB(fights, store.state)];
    const most = Math.max(a?.leakers.length ?? 0, b?.leakers.length ?? 0);
    const cells = (arm: ArmFought | undefined, v: number) => (arm ? [arm.leakers[v] ?? 0, plain((arm.leakers[v] ?? 0) / Math.max(1, arm.runs))] : [t.fights.none, t.fights.none]);
    return { caption: t.v6.tableCaption, head: t.v6.tableHead, rows: Array.from({ length: most }, (_, v) => [v, ...cells(a, v), ...cells(b, v)]) };
  };
  const convergenceTable = (): Table => {
    const [a, b] = [armA(fights), armB(fights, store.state)];
    const at = (arm: ArmFought | undefined, runs: number) => plain(arm?.convergence.find(([n]) => n === runs)?.[1]);
    const runs = [...new Set([...(a?.convergence ?? []), ...(b?.convergence ?? [])].map(([n]) => n))].sort((p, q) => p - q);
    return { caption: t.v6.convergence, head: t.v6.convergenceHead, rows: runs.map((n) => [n, at(a, n), at(b, n)]) };
  };

  const figure = makeFigure(app, {
    id: "v6",
    kicker: t.v6.kicker,
    tables: () => [measureTable(), leakerTable(), convergenceTable()],
    picture: () => {
      const svg = drawOutcomes(arms(), EXPORT_WIDTH, LIGHT, store.state.histogram);
      return { svg, width: EXPORT_WIDTH, height: Number(svg.getAttribute("height")) };
    },
  });
  const picker = batchPicker(app, fights, "v6");
  const kind = chips("v6-picture", t.v6.picture, [{ value: "dots", label: t.v6.dots }, { value: "bars", label: t.v6.bars }], (value) => store.set({ histogram: value === "bars" }));
  const frame = h("div", { class: "drawing" });
  const alt = h("p", { class: "offscreen" });
  const legend = h("ul", { class: "legend" });
  const another = h("button", { type: "button", class: "tool strong", "aria-describedby": "v6-another", click: () => {
    const stored = replaysNow(fights, store.state);
    const others = stored.length > 1 ? stored.filter((replay) => replay !== replayNow(fights, store.state)) : stored;
    const replay = others[Math.floor(Math.random() * others.length)];
    if (!replay) return;
    app.clock.pause();
    store.set({ run: replayId(replay), t_s: 0, flyer: null });
    app.announce(t.v6.opened({ arm: replay.arm === armA(fights)?.id ? t.fights.a : t.fights.b, run: replay.run, leakers: replay.leakers }));
    goTo(timeline());
    if (!calm()) app.clock.play();
  } }, t.v6.another);
  const pair = h("div", { class: "pair" });
  const words = h("div", {});
  const convergence = h("div", { class: "drawing" });
  figure.plot.append(picker.element, kind.element, frame, alt, legend, h("p", { class: "another" }, another, " ", h("span", { class: "fine", id: "v6-another" }, t.v6.anotherHint)));
  figure.side.append(
    pair, words, h("h3", {}, t.v6.convergence), convergence,
    h("details", {}, h("summary", {}, t.v6.precision), h("dl", { class: "precision" }, ...t.v6.precisionRows.flatMap(([points, runs]) => [h("dt", {}, points), h("dd", {}, runs)])), h("p", { class: "fine" }, t.v6.precisionText)),
  );
  let pairShown = "";
  const update = () => {
    const th = theme();
    const [a, b] = [armA(fights), armB(fights, store.state)];
    if (!a) return;
    const paired = pairedOf(fights, b);
    const often = frequency(a.p_zero_leak, a.runs);
    const rare = !/^\d+ of 100$/.test(often);
    const withB = b ? t.v6.withB({ b: frequency(b.p_zero_leak, b.runs), clear: paired?.p_zero_leak.clear ?? true }) : "";
    const dotsOf = (arm: ArmFought) => {
      const none = quantileDots(arm.leakers).filter((v) => v === 0).length;
      return t.v6.altDots({ none, some: 50 - none });
    };
    figure.set({
      title: `${rare ? t.v6.titleRare(often) : t.v6.title(often)}${withB}`,
      number: often,
      numberLabel: t.v6.number({ low: hundred(a.p_zero_leak.low ?? 0), high: hundred(a.p_zero_leak.high ?? 1), level }),
      caveat: t.v6.caveat(fights),
      claims: fights.claims,
      alt: t.v6.alt({ a: dotsOf(a), b: b ? dotsOf(b) : "", most: a.leakers.length - 1 }),
    });
    setText(alt, figure.text.alt);
    picker.update();
    kind.set(store.state.histogram ? "bars" : "dots");
    const width = Math.max(260, Math.round(frame.clientWidth || 640));
    frame.replaceChildren(drawOutcomes(arms(), width, th, store.state.histogram));
    legend.replaceChildren(...arms().map((arm) => h("li", {}, swatch(th, { fill: arm.side === "A" ? th.paper : th.accent, stroke: arm.side === "A" ? th.soft : th.accent }), t.v6.legendDot(`${arm.side}: ${arm.label}`, t.fights.runs(arm.runs)))));
    another.hidden = !replaysNow(fights, store.state).length;
    const table = pairTable();
    const stamp = JSON.stringify(table);
    if (stamp !== pairShown) pair.replaceChildren(tableElement(table));
    pairShown = stamp;
    const percent = (v: number | null) => `${hundred(v ?? 0)} %`;
    const doubt = paired?.doubt_share;
    words.replaceChildren(...(paired && doubt
      ? [
          ...(doubt.value === null ? [] : [t.v6.doubt({ share: percent(doubt.value), interval: doubt.low === null || doubt.high === null ? "" : ` (${hundred(doubt.low)}–${hundred(doubt.high)})` })]),
          ...(paired.error_ratio === null || paired.correlation === null ? [] : [t.v6.sharper({ ratio: plain(paired.error_ratio), correlation: plain(paired.correlation) })]),
          paired.stopped,
        ].map((text) => h("p", { class: "fine" }, text))
      : []));
    convergence.replaceChildren(drawConvergence(fights, arms(), Math.max(220, convergence.clientWidth || CONVERGENCE.width), th));
  };
  new ResizeObserver(() => {
    const drawn = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (drawn && frame.clientWidth >= 260 && Math.abs(frame.clientWidth - drawn) > 2) store.refresh();
  }).observe(frame);
  return { id: "v6", key: "6", element: figure.element, update };
}
