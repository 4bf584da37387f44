// Capacity: how many raiders it takes, and what runs out, beside the tables of engagement.
import type { App, View } from "../app";
import { armA, armB, chosenArms } from "../data/fights";
import { area, clock, percent, plain, t } from "../i18n";
import type { Saturation } from "../store";
import type { ArmFought, Change, Fights, Measured, RaidSize } from "../types";
import { chips, h, s, setText, type Table } from "../ui/dom";

import { makeFigure } from "../ui/figure";
import { type IntervalGroup, type IntervalRow, intervalsChart, intervalText, label, stack } from "../ui/intervals";
import { swatch } from "../ui/map";
import { batchPicker } from "../ui/runs";
import { LIGHT, type Theme, theme } from "../ui/theme";
import { drawFootprint, footprintTables } from "./footprint";

const EXPORT_WIDTH = 900;
const CURVE_PX = 340;
const LABELLED_PX = 640;
const LABEL_PX = 15; // from one line of labels to the next
const DASHES = ["6 3", "2 3", "9 3 2 3", "12 4", "3 2 1 2"];

interface Card {
  title: string;
  note: string;
  groups: IntervalGroup[];
}

const rowOf = (arm: ArmFought, m: Measured, words?: string): IntervalRow => ({ value: m.value, low: m.low, high: m.high, side: arm.side, words });
const scaled = (m: Measured, by: number): Measured => {
  const at = (v: number | null) => (v === null ? null : v * by);
  return { value: at(m.value), low: at(m.low), high: at(m.high) };
};

/** Change with its verdict in words. */
function changeWords(change: Change): string {
  if (change.value === 0 && !change.low && !change.high) return t.fights.noChange;
  return change.clear ? intervalText(change) : t.fights.noClear;
}

/** The next round number at or above a value, so that a quarter of it is round too. */
function roundTop(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((n) => n * ten).find((n) => n >= value) ?? value;
}

/** Places in order moved apart by a gap at least, the last no lower than a floor: first down, then up again from there. */
export function spread(places: number[], gap: number, lowest: number): number[] {
  const moved: number[] = [];
  for (const place of places) moved.push(Math.max(place, (moved[moved.length - 1] ?? -Infinity) + gap));
  return moved.map((place, i) => Math.min(place, lowest - (moved.length - 1 - i) * gap));
}

export function capacityView(app: App, fights: Fights): View {
  const { data, store } = app;
  const arms = () => chosenArms(fights, store.state);
  const classLabel = (id: string) => data.classes.find((item) => item.id === id)?.label ?? id;
  const meaningLabel = (arm: ArmFought) => (arm.side === "A" ? t.capacity.first : t.capacity.meaning(data.ab.batch_meanings.find((item) => item.id === arm.meaning)?.label ?? arm.label));
  /** The raid of the curves; empty where the data do not name it. */
  const sizes = (fights.saturation_raid_title ?? "").toLowerCase();
  const most = Math.max(1, ...fights.saturation.map((row) => row.raiders));
  const least = Math.min(most, ...fights.saturation.map((row) => row.raiders));
  const sizeText = (end: RaidSize) => (typeof end === "number" ? plain(end) : end === "more" ? t.capacity.notReached(most) : t.capacity.below(least));
  const crossing = (arm: ArmFought | undefined) => fights.paired.find((item) => item.arm === arm?.id)?.saturation_raid;
  /** A, and B in every meaning of "batch" at the chosen placement. */
  const curves = () => fights.arms.filter((arm) => (arm.side === "A" || arm.placement === store.state.placement) && fights.saturation.some((row) => row.arm === arm.id));
  const rowsOf = (arm: ArmFought) => fights.saturation.filter((row) => row.arm === arm.id);
  const pick = (kind: Saturation) => (row: { mean_leakers: Measured; p_zero_leak: Measured }) => (kind === "leakers" ? row.mean_leakers : row.p_zero_leak);
  const styleOf = (arm: ArmFought, th: Theme) => {
    const chosen = arm.id === armB(fights, store.state)?.id;
    const others = curves().filter((item) => item.side === "B" && item.id !== armB(fights, store.state)?.id);
    return arm.side === "A"
      ? { stroke: th.ink, width: 2.4, dash: "", band: true }
      : chosen
        ? { stroke: th.accent, width: 2.8, dash: "", band: true }
        : { stroke: th.accent, width: 1.4, dash: DASHES[others.indexOf(arm) % DASHES.length] ?? "", band: false };
  };

  const drawCurves = (width: number, th: Theme): SVGSVGElement => {
    const kind = store.state.saturation;
    const of = pick(kind);
    const height = CURVE_PX;
    const labelled = width >= LABELLED_PX;
    const pad = { left: 40, right: labelled ? 172 : 12, top: 14, bottom: 40 };
    const shown = curves();
    const top = kind === "none" ? 1 : roundTop(Math.max(1, ...shown.flatMap((arm) => rowsOf(arm).map((row) => of(row).high ?? of(row).value ?? 0))));
    const x = (v: number) => pad.left + (v / most) * (width - pad.left - pad.right);
    const y = (v: number) => height - pad.bottom - (v / top) * (height - pad.top - pad.bottom);
    const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, s("rect", { width, height, fill: th.paper }));
    for (const v of [0, 0.25, 0.5, 0.75, 1].map((q) => q * top))
      svg.append(s("line", { x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v), stroke: th.rule }), label(th, pad.left - 6, y(v) + 4, kind === "none" ? String(Math.round(v * 100)) : plain(Number(v.toPrecision(2))), { "text-anchor": "end", fill: th.soft, "font-size": 12 }));
    for (let n = 0; n <= most; n += most > 40 ? 10 : 5) svg.append(label(th, x(n), height - pad.bottom + 17, String(n), { "text-anchor": "middle", fill: th.soft, "font-size": 12 }));
    if (kind === "none") svg.append(s("line", { x1: pad.left, x2: width - pad.right, y1: y(0.5), y2: y(0.5), stroke: th.ink, "stroke-dasharray": "5 4" }), label(th, pad.left + 6, y(0.5) - 5, t.capacity.half, { "font-size": 11.5 }));
    const ends: { arm: ArmFought; y: number }[] = [];
    for (const arm of [...shown].sort((p, q) => styleOf(p, th).width - styleOf(q, th).width)) {
      const rows = rowsOf(arm);
      const style = styleOf(arm, th);
      const at = (v: number | null, raiders: number) => `${x(raiders).toFixed(1)},${y(v ?? 0).toFixed(1)}`;
      const known = rows.filter((row) => of(row).low !== null && of(row).high !== null);
      if (style.band && known.length)
        svg.append(s("path", { d: `M${known.map((row) => at(of(row).high, row.raiders)).join("L")}L${[...known].reverse().map((row) => at(of(row).low, row.raiders)).join("L")}Z`, fill: style.stroke, "fill-opacity": 0.16 }));
      svg.append(s("path", { class: "curve", d: `M${rows.map((row) => at(of(row).value, row.raiders)).join("L")}`, fill: "none", stroke: style.stroke, "stroke-width": style.width, "stroke-dasharray": style.dash, "stroke-linejoin": "round" }));
      const last = rows[rows.length - 1];
      if (last) ends.push({ arm, y: y(of(last).value ?? 0) });
      const half = arm.saturation_raid?.value;
      if (kind === "none" && typeof half === "number" && style.band) svg.append(s("circle", { cx: x(half), cy: y(0.5), r: 5, fill: th.paper, stroke: style.stroke, "stroke-width": 2 }));
    }
    if (labelled) {
      ends.sort((p, q) => p.y - q.y);
      spread(ends.map((end) => end.y + 4), LABEL_PX, height - 4).forEach((at, i) => {
        const end = ends[i];
        if (end) svg.append(label(th, width - pad.right + 8, at, meaningLabel(end.arm), { "class": "curve-label", "font-size": 12.5, "font-weight": styleOf(end.arm, th).band ? 700 : 450 }));
      });
    }
    svg.append(label(th, width - pad.right, height - 6, t.capacity.x, { "text-anchor": "end", "font-style": "italic", fill: th.soft, "font-size": 12 }), label(th, pad.left, height - 6, kind === "none" ? `${t.capacity.noneThrough}, %` : t.capacity.leakers, { "font-style": "italic", fill: th.soft, "font-size": 12 }));
    return svg;
  };

  const cards = (): Card[] => {
    const shown = arms();
    const group = (label: string, of: (arm: ArmFought) => IntervalRow[]): IntervalGroup => ({ label, rows: shown.flatMap(of) });
    const own = <T extends { arm: string }>(list: T[], arm: ArmFought) => list.filter((item) => item.arm === arm.id);
    const ofShown = <T extends { arm: string }>(list: T[]) => list.filter((item) => shown.some((arm) => arm.id === item.arm));
    const some = <T,>(list: T[]) => [...new Set(list)];
    const classes = some(shown.flatMap((arm) => arm.depth.map((item) => item.class)));
    const causes = some([...shown].flatMap((arm) => [...arm.causes].sort((p, q) => q.per_run - p.per_run).map((item) => item.cause)));
    const metric = (label: string, name: string) => group(label, (arm) => arm.metrics.filter((item) => item.metric === name && item.value !== null).map((item) => rowOf(arm, item)));
    const made: Card[] = [
      { title: t.capacity.warning, note: t.capacity.warningNote, groups: [metric(t.capacity.warningGroup, "warning_time_s")] },
      { title: t.capacity.perKill, note: t.capacity.perKillNote, groups: [metric(t.capacity.perKillGroup, "shots_per_kill")] },
      { title: t.capacity.left, note: "", groups: [metric(t.capacity.leftGroup, "rounds_left")] },
      {
        title: t.capacity.magazine,
        note: shown.filter((arm) => arm.magazine.empty_at_s.value !== null).map((arm) => t.capacity.magazineNote({ arm: arm.side, at: clock(arm.magazine.empty_at_s.value ?? 0), gap: clock(arm.magazine.reload_gap_s.value ?? 0) })).join(" "),
        groups: [group(t.capacity.empty, (arm) => [rowOf(arm, scaled(arm.magazine.empty_share, 100))])],
      },
      {
        title: t.capacity.depth,
        note: t.capacity.depthNote,
        groups: classes.map((id) => group(classLabel(id), (arm) => arm.depth.filter((item) => item.class === id).map((item) => rowOf(arm, { value: item.median, low: item.low, high: item.high }, `${plain(item.median)} (${plain(item.low)}–${plain(item.high)})`)))),
      },
      {
        title: t.capacity.node,
        note: t.capacity.nodeNote,
        groups: some(ofShown(fights.node_loss).map((item) => item.component)).sort((p, q) => p.localeCompare(q, "en"))
          .map((component) => group(component, (arm) => own(fights.node_loss, arm).filter((item) => item.component === component).map((item) => rowOf(arm, item.leakers, changeWords(item.leakers))))),
      },
      {
        title: t.capacity.networked,
        note: t.capacity.networkedNote,
        groups: ofShown(fights.networked).length ? [group(t.capacity.networkedLater, (arm) => own(fights.networked, arm).map((item) => rowOf(arm, item.later_s, changeWords(item.later_s))))] : [],
      },
      {
        title: t.capacity.networkedTwo,
        note: "",
        groups: ofShown(fights.networked).length ? [group(t.capacity.networkedLeakers, (arm) => own(fights.networked, arm).map((item) => rowOf(arm, item.leakers, changeWords(item.leakers))))] : [],
      },
      {
        title: t.capacity.neutral,
        note: t.capacity.neutralNote,
        groups: some(ofShown(fights.neutral_risk).map((item) => item.airliners)).sort((p, q) => p - q)
          .map((n) => group(t.capacity.neutralRow(n), (arm) => own(fights.neutral_risk, arm).filter((item) => item.airliners === n).map((item) => rowOf(arm, item.engaged_per_100_runs)))),
      },
      {
        title: t.capacity.exposure,
        note: t.capacity.exposureNote,
        groups: some(ofShown(fights.neutral_risk).filter((item) => item.seen_min.value !== null).map((item) => item.airliners)).sort((p, q) => p - q).flatMap((n) => [
          group(t.capacity.exposureSeen(n), (arm) => own(fights.neutral_risk, arm).filter((item) => item.airliners === n).map((item) => rowOf(arm, item.seen_min))),
          group(t.capacity.exposureEngageable(n), (arm) => own(fights.neutral_risk, arm).filter((item) => item.airliners === n).map((item) => rowOf(arm, item.engageable_min))),
        ]),
      },
      {
        title: t.capacity.causes,
        note: t.capacity.causesNote,
        groups: causes.map((cause) => group(cause, (arm) => arm.causes.filter((item) => item.cause === cause).map((item) => ({ ...rowOf(arm, { value: item.per_run, low: null, high: null }), bar: true })))),
      },
    ];
    return made.map((card) => ({ ...card, groups: card.groups.filter((item) => item.rows.length) })).filter((card) => card.groups.length);
  };

  const tables = (): Table[] => {
    const words = t.capacity.table;
    const three = (m: Measured) => [plain(m.value), plain(m.low), plain(m.high)];
    const verdict = (change: Change) => t.v2.verdict(change.clear);
    const rows: (string | number)[][] = [];
    for (const arm of fights.arms) {
      const add = (what: string, m: Measured, unit: string, said = "") => rows.push([arm.side === "A" ? arm.label : `${arm.side}: ${arm.label}`, what, ...three(m), unit, said]);
      const half = arm.saturation_raid;
      if (half) rows.push([arm.side === "A" ? arm.label : `${arm.side}: ${arm.label}`, t.capacity.raid, ...[half.value, half.low, half.high].map(sizeText), t.capacity.x, ""]);
      const moved = crossing(arm);
      if (moved) add(t.capacity.changed, moved, t.capacity.x, verdict(moved));
      add(t.capacity.emptyShare, scaled(arm.magazine.empty_share, 100), t.capacity.percentOf);
      add(t.capacity.emptyAt, arm.magazine.empty_at_s, t.capacity.seconds);
      add(t.capacity.gap, arm.magazine.reload_gap_s, t.capacity.seconds);
      for (const item of arm.metrics) add(item.catalogue ? `${item.label} (${item.catalogue})` : item.label, item, item.unit);
      for (const item of arm.depth) add(`${t.capacity.depth}: ${classLabel(item.class)}, ${t.capacity.meanWord} (M06)`, item.mean, t.capacity.opportunities);
      for (const item of arm.depth) add(`${t.capacity.depth}: ${classLabel(item.class)}`, { value: item.median, low: item.low, high: item.high }, t.capacity.opportunities);
      for (const item of fights.node_loss.filter((row) => row.arm === arm.id)) add(`${t.capacity.node}: ${item.component}`, item.leakers, t.capacity.perRaid, verdict(item.leakers));
      for (const item of fights.networked.filter((row) => row.arm === arm.id)) {
        add(t.capacity.later, item.later_s, t.capacity.seconds, verdict(item.later_s));
        add(t.capacity.more, item.leakers, t.capacity.perRaid, verdict(item.leakers));
      }
      for (const item of fights.neutral_risk.filter((row) => row.arm === arm.id)) add(`${t.capacity.neutral}: ${item.airliners} ${t.capacity.neutralX}`, item.engaged_per_100_runs, t.capacity.perHundred);
      for (const item of fights.neutral_risk.filter((row) => row.arm === arm.id)) {
        add(`${t.capacity.exposureSeen(item.airliners)} (M16)`, item.seen_min, t.capacity.minutes);
        add(`${t.capacity.exposureEngageable(item.airliners)} (M16)`, item.engageable_min, t.capacity.minutes);
      }
      for (const item of arm.causes) add(`${t.capacity.causes}: ${item.cause}`, { value: item.per_run, low: null, high: null }, t.capacity.perRaid);
      add(`${t.capacity.causes}: ${t.capacity.sum}`, { value: arm.causes.reduce((sum, item) => sum + item.per_run, 0), low: null, high: null }, t.capacity.perRaid);
    }
    return [
      { caption: t.capacity.byRaid({ what: words.saturation, raid: sizes }), head: words.saturationHead, rows: fights.saturation.map((row) => [fights.arms.find((arm) => arm.id === row.arm)?.label ?? row.arm, row.raiders, ...three(row.mean_leakers), ...three(row.p_zero_leak)]) },
      { caption: t.capacity.kicker, head: words.head, rows },
      { caption: t.capacity.cost, head: t.capacity.costHead, rows: fights.arms.flatMap((arm) => arm.cost.exchange.map((item) => [arm.label, classLabel(item.class), arm.cost.currency, plain(arm.cost.low), plain(arm.cost.high), plain(item.low), plain(item.high), item.words])) },
      ...(fights.defended ? footprintTables(fights.defended) : []),
    ];
  };

  const figure = makeFigure(app, {
    id: "capacity",
    kicker: t.capacity.kicker,
    folds: true,
    tables,
    picture: () => stack([{ svg: drawCurves(EXPORT_WIDTH, LIGHT), title: t.capacity.byRaid({ what: t.capacity.table.saturation, raid: sizes }) }, ...(fights.defended ? [{ svg: drawFootprint(fights.defended, EXPORT_WIDTH, LIGHT), title: t.capacity.footprint }] : []), ...cards().map((card) => ({ svg: intervalsChart(card.groups, EXPORT_WIDTH, LIGHT, card.title), title: card.title }))], EXPORT_WIDTH, LIGHT),
  });
  figure.element.classList.add("wide");
  const picker = batchPicker(app, fights, "capacity");
  const metric = chips("capacity-metric", t.capacity.metric, [{ value: "leakers", label: t.capacity.leakers }, { value: "none", label: t.capacity.noneThrough }], (value) => store.set({ saturation: value as Saturation }));
  const frame = h("div", { class: "drawing" });
  const alt = h("p", { class: "offscreen" });
  const legend = h("ul", { class: "legend", "aria-label": t.capacity.legend });
  const grid = h("div", { class: "cards" });
  const footprint = h("div", { class: "card" });
  const cost = h("div", { class: "card" });
  figure.plot.append(picker.element, metric.element, frame, alt, legend, footprint, grid, cost);

  const update = () => {
    const th = theme();
    const { state } = store;
    const [a, b] = [armA(fights), armB(fights, state)];
    if (!a) return;
    const half = a.saturation_raid;
    const raid = (arm: ArmFought | undefined) => (arm?.saturation_raid ? sizeText(arm.saturation_raid.value) : "");
    const isOpen = typeof half?.low !== "number" || typeof half.high !== "number";
    const range = half ? ` (${sizeText(half.low)}${isOpen ? " – " : "–"}${sizeText(half.high)}, ${t.fights.interval(fights.level)})` : "";
    const told = (arm: ArmFought | undefined) => {
      const rows = arm ? rowsOf(arm) : [];
      const [first, last] = [rows[0], rows[rows.length - 1]];
      const value = (row: NonNullable<typeof first>) => (state.saturation === "none" ? percent(row.p_zero_leak.value) : plain(row.mean_leakers.value));
      return arm && first && last ? t.capacity.altArm({ arm: meaningLabel(arm), low: value(first), few: first.raiders, high: value(last), many: last.raiders }) : "";
    };
    figure.set({
      title: half && half.value !== "more" ? t.capacity.title({ a: raid(a), b: raid(b), clear: crossing(b)?.clear ?? true, raid: sizes }) : t.capacity.titleNone({ most, raid: sizes }),
      number: raid(a),
      numberLabel: t.capacity.number({ interval: range }),
      caveat: sizes ? t.capacity.caveat({ sizes, raid: fights.raid, caveat: fights.caveat }) : t.v6.caveat(fights),
      claims: fights.claims,
      alt: t.capacity.alt({ metric: state.saturation === "none" ? t.capacity.noneThrough : t.capacity.leakers, a: told(a), b: told(b) }),
    });
    setText(alt, figure.text.alt);
    picker.update();
    metric.set(state.saturation);
    const width = Math.max(260, Math.round(frame.clientWidth || 900));
    frame.replaceChildren(drawCurves(width, th));
    legend.replaceChildren(...curves().map((arm) => {
      const { stroke, width: wide, dash } = styleOf(arm, th);
      return h("li", {}, swatch(th, { stroke, width: wide, dash }), meaningLabel(arm));
    }));
    const { defended } = fights;
    if (defended)
      footprint.replaceChildren(h("h3", {}, t.capacity.footprint), drawFootprint(defended, Math.min(width, 660), th), h("p", { class: "fine" }, t.capacity.footprintNote({ raid: defended.raid, asked: area(defended.asked_km2), radius: defended.radius_km, criterion: defended.criterion })), h("p", { class: "fine" }, t.capacity.footprintB({ label: fights.arms.find((arm) => arm.id === defended.arms[1]?.arm)?.label ?? "", change: changeWords(defended.change_km2) })));
    footprint.hidden = !defended;
    cost.replaceChildren(h("h3", {}, t.capacity.cost), ...arms().map((arm) => h("p", { class: "fine" }, `${arm.side}: ${arm.cost.sentence}`)));
    const columns = Math.max(1, Math.floor((width + 32) / (320 + 32)));
    const cardWidth = Math.floor((width - 32 * (columns - 1)) / columns);
    grid.replaceChildren(...cards().map((card) =>
      h("div", { class: "card" }, card.title ? h("h3", {}, card.title) : null, intervalsChart(card.groups, cardWidth, th, card.title), card.note ? h("p", { class: "fine" }, card.note) : null)));
  };
  new ResizeObserver(() => {
    const drawn = Number(frame.querySelector("svg")?.getAttribute("width") ?? 0);
    if (drawn && frame.clientWidth >= 260 && Math.abs(frame.clientWidth - drawn) > 2) store.refresh();
  }).observe(frame);
  return { id: "capacity", key: "c", element: figure.element, update };
}
