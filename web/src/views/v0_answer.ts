// V0: the answer in one sentence, three or four numbers, what would change it, and the settings.
import type { App, View } from "../app";
import { altitudeText, fromSlider, rungOf, sliderSteps, tidy, toSlider, withReference } from "../data/altitude";
import { type Answered, answered } from "../data/cover";
import { believedEnd, valueText, whoOf } from "../data/matter";
import { capital, km, percent, percentRange, t } from "../i18n";
import { atStudy, defaults } from "../store";
import type { AnswerNumber, Percentile, Reference } from "../types";
import { chips, h, setText } from "../ui/dom";
import { copyText, footer } from "../ui/export";
import { labelChip, sourceChip } from "../ui/figure";
import { goTo } from "../ui/keys";
import { believe, believedNow } from "./v7_matter";

const LONG_SENTENCE = 260; // characters; beyond it the sentence is set smaller, so that the numbers stay in view
const MOST_ASSUMED = 4;

const LIVE = ["seen_share", "first_sight", "engage_share"];

interface Tile {
  element: HTMLElement;
  set(number: AnswerNumber): void;
}

function makeTile(app: App): Tile {
  const value = h("span", { class: "tile-value" });
  const interval = h("span", { class: "tile-interval" });
  const label = h("span", { class: "tile-label" });
  const caveat = h("span", { class: "tile-caveat" });
  let claims: string[] = [];
  let what = "";
  const chip = sourceChip(app, () => claims, () => what);
  return {
    element: h("li", { class: "tile" }, h("p", {}, value, " ", label), h("p", { class: "tile-doubt" }, interval, caveat), chip),
    set(number) {
      setText(value, number.value_text);
      setText(label, number.label);
      setText(interval, number.interval_text);
      setText(caveat, number.caveat);
      claims = number.claims;
      what = number.label;
      labelChip(chip, claims, what);
    },
  };
}

function liveNumbers(app: App, a: Answered): AnswerNumber[] {
  const { data } = app;
  const given = (id: string) => data.answer.numbers.find((number) => number.id === id);
  const claims = (id: string) => [...new Set([...(given(id)?.claims ?? []), ...app.target().claims])];
  const seenInterval = percentRange(a.seen.low, a.seen.high);
  const kind = a.tabled && a.level ? t.v0.level(a.level) : t.v0.lowHigh;
  const numbers: AnswerNumber[] = [
    {
      id: "seen_share",
      label: t.v0.seen,
      value_text: `${app.hedge(a.seen.nominal)}${percent(a.seen.nominal)}`,
      interval_text: seenInterval ? `${seenInterval}, ${kind}` : "",
      caveat: percent(a.weather.low) === percent(a.weather.high) ? t.v0.weatherNone : t.v0.weather(percent(a.weather.low), percent(a.weather.high)),
      claims: claims("seen_share"),
    },
    {
      id: "first_sight",
      label: t.v0.far,
      value_text: km(a.far.median),
      interval_text: t.v0.bearings(km(a.far.low), km(a.far.high)),
      caveat: t.v0.farCaveat(app.rangeFrom),
      claims: claims("first_sight"),
    },
  ];
  numbers.push({
    id: "engage_share",
    label: t.v0.engage,
    value_text: a.engage ? `${app.hedge(a.engage.nominal)}${percent(a.engage.nominal)}` : t.v0.notModelled,
    interval_text: a.engage ? percentRange(a.engage.low, a.engage.high) || t.v0.nominalOnly : t.v0.noEngage,
    caveat: a.engage ? t.v0.engageCaveat : "",
    claims: claims("engage_share"),
  });
  return numbers;
}

export function liveAnswer(app: App): Answered {
  const { state } = app.store;
  const rung = rungOf(state.altitude, app.data.altitudes);
  return answered(app.cover(state.site), state.cls, state.altitude, rung?.text ?? null, state.percentile);
}

export function liveSentence(app: App, a: Answered): string {
  const { data } = app;
  const common = { target: capital(app.target().label), altitude: altitudeText(app.store.state.altitude), site: app.site().name, ring: data.ring_km };
  if (!a.seen.nominal) return t.v0.nothing(common);
  return t.v0.sentence({ ...common, atMost: app.hedge(a.seen.nominal), share: percent(a.seen.nominal), interval: percentRange(a.seen.low, a.seen.high), far: km(a.far.median) });
}

/** What is assumed; beyond a few lines the rest is folded. */
function assumedList(assumed: string[]): HTMLElement {
  const list = (texts: string[]) => h("ul", { class: "assumed" }, ...texts.map((text) => h("li", {}, text)));
  const rest = assumed.slice(MOST_ASSUMED);
  return h("div", {}, h("h3", {}, t.v0.assumed), list(assumed.slice(0, MOST_ASSUMED)),
    rest.length ? h("details", { class: "assumed-more" }, h("summary", {}, t.v0.assumedMore(rest.length)), list(rest)) : null);
}

/** What the sentence rests on: the claims of its numbers, and those that use the word batch. */
function claimsBehind(app: App): string[] {
  const { answer, ab, claims } = app.data;
  const chosen = app.data.claims_matter?.answers[believedNow(app)]?.claim ?? "";
  const named = [chosen, ...answer.numbers.flatMap((number) => number.claims), ...ab.batch_meanings.flatMap((meaning) => meaning.claims)];
  return [...new Set(named)].filter((id) => claims[id]);
}

export function answerView(app: App, matterOf: () => View | undefined): View {
  const { data, store } = app;
  const whose = h("p", { class: "kicker" });
  const basis = h("p", { class: "basis" }, data.answer.basis ?? "");
  basis.hidden = !data.answer.basis;
  const sentence = h("h1", { id: "answer-sentence" });
  const back = h("button", { type: "button", class: "tool", hidden: true, click: () => {
    const start = defaults(data);
    store.set({ site: start.site, cls: start.cls, altitude: start.altitude, percentile: start.percentile });
  } }, t.v0.back);
  const behind = h("button", { type: "button", class: "tool", "aria-haspopup": "dialog", click: () => app.openSources(claimsBehind(app), t.v7.behindWhat) }, t.v7.behind);
  const flips = h("button", { type: "button", class: "tool", hidden: !data.claims_matter, click: () => goTo(matterOf()) }, t.v7.open);
  const all = h("button", { type: "button", class: "tool strong", hidden: true, click: () => believe(app, "") }, t.v7.back);
  const note = h("p", { class: "believing", hidden: true });
  const stays = h("p", { class: "fine", hidden: true }, t.v7.stays);
  const copy = h("button", { type: "button", class: "tool strong", click: () => {
    const { meta } = data;
    const text = `${sentence.textContent ?? ""} ${counter.textContent ?? ""} (${footer(meta)}. ${meta.terrain.name}, grade ${meta.terrain.grade}.)`;
    void copyText(text).then(() => app.announce(t.copied));
  } }, t.v0.copySentence);
  const tiles = new Map<string, Tile>();
  const list = h("ul", { class: "tiles" });
  const status = h("p", { class: "offscreen", role: "status", "aria-live": "polite" });
  let timer = 0;
  let said = "";

  const mix = data.answer.evidence_mix;
  const total = mix.reduce((sum, entry) => sum + entry.count, 0);
  const evidence = h(
    "div",
    { class: "evidence" },
    h("h3", {}, t.v0.evidence),
    h("div", { class: "evidence-bar", role: "img", "aria-label": mix.map((entry) => `${t.grades[entry.grade] ?? entry.grade} ${entry.count}`).join(", ") },
      ...mix.filter((entry) => entry.count > 0).map((entry) => h("span", { class: `grade grade-${entry.grade}`, style: `flex-grow:${entry.count}` }))),
    h("ul", { class: "evidence-key" }, ...mix.filter((entry) => entry.count > 0).map((entry) =>
      h("li", {}, h("span", { class: `grade grade-${entry.grade}` }), `${entry.count} ${t.grades[entry.grade] ?? entry.grade}`))),
    h("button", { type: "button", class: "source-chip", "aria-haspopup": "dialog", click: () => app.openSources([], t.v0.evidenceNote(total)) }, t.v0.evidenceNote(total)),
  );
  const counter = h("p", { class: "counter" }, data.answer.counter_sentence);
  const doubt = h(
    "div",
    { class: "doubt" },
    h("div", {}, h("h3", {}, t.v0.counter), counter),
    data.answer.assumed.length ? assumedList(data.answer.assumed) : null,
    evidence,
  );
  const element = h("section", { id: "v0", class: "answer", tabindex: "-1", "aria-labelledby": "answer-sentence" }, whose, basis, sentence, note, h("div", { class: "tools" }, all, behind, flips, copy, back), stays, list, doubt, status);

  const update = () => {
    const a = liveAnswer(app);
    const study = atStudy(store.state, data);
    const matter = data.claims_matter;
    const believed = believedNow(app);
    const chosen = matter?.answers[believed];
    const end = chosen && matter ? believedEnd(matter, store.state.matter, believed) : undefined;
    const text = chosen?.sentence ?? (study ? data.answer.sentence : liveSentence(app, a));
    setText(whose, end ? t.v7.believed({ who: whoOf(end.side), text: end.side.text }) : study ? t.v0.study : t.v0.yours);
    setText(basis, chosen?.basis ?? data.answer.basis ?? "");
    setText(counter, chosen?.counter_sentence ?? data.answer.counter_sentence);
    setText(note, end ? [
      chosen?.sentence === data.answer.sentence ? t.v7.same : "",
      t.v7.becomes({ label: capital(t.v7.metricLabel(end.metric)), value: valueText(end.metric, end.side.value.value), usual: valueText(end.metric, end.metric.usual.value) }),
    ].filter(Boolean).join(" ") : "");
    note.hidden = !end;
    all.hidden = !chosen;
    stays.hidden = !chosen;
    if (said !== text) {
      said = text;
      setText(sentence, text);
      sentence.classList.toggle("long", text.length > LONG_SENTENCE);
      clearTimeout(timer);
      timer = window.setTimeout(() => setText(status, text), 700);
    }
    back.hidden = study;
    const rest = data.answer.numbers.filter((number) => !LIVE.includes(number.id)).slice(0, 1);
    for (const number of [...liveNumbers(app, a), ...rest]) {
      let tile = tiles.get(number.id);
      if (!tile) {
        tile = makeTile(app);
        tile.element.dataset["number"] = number.id;
        tiles.set(number.id, tile);
        list.append(tile.element);
      }
      tile.set(number);
    }
  };
  return { id: "v0", key: "0", element, update };
}

export function controlsView(app: App): View {
  const { data, store } = app;
  const site = h("select", { id: "site", change: () => store.set({ site: site.value }) }, ...data.sites.map((item) => h("option", { value: item.id }, item.name)));
  const target = chips("target", t.v0.target, data.classes.map((item) => ({ value: item.id, label: item.label, hint: item.note })), (value) => store.set({ cls: value }));
  const output = h("output", { id: "altitude-text", for: "altitude" });
  const ground = () => app.site().ground_amsl_m;
  const slider = h("input", {
    id: "altitude",
    type: "range",
    min: 0,
    max: sliderSteps,
    step: 1,
    list: "altitude-rungs",
    input: () => {
      const { reference } = store.state.altitude;
      const wanted = Number(slider.value);
      const near = data.altitudes.find((rung) => rung.reference === reference && Math.abs(toSlider(rung.value_m) - wanted) <= 6);
      store.set({ altitude: near ? { value_m: near.value_m, reference } : tidy({ value_m: fromSlider(wanted), reference }) });
    },
    keydown: (event: KeyboardEvent) => {
      const step = { ArrowRight: 10, ArrowUp: 10, ArrowLeft: -10, ArrowDown: -10, PageUp: 60, PageDown: -60 }[event.key];
      if (!step) return;
      event.preventDefault();
      const { reference, value_m } = store.state.altitude;
      const next = tidy({ value_m: fromSlider(Math.min(sliderSteps, Math.max(0, toSlider(value_m) + step))), reference });
      store.set({ altitude: next });
    },
  });
  const rungs = h("datalist", { id: "altitude-rungs" });
  const reference = h("select", { id: "reference", change: () => store.set({ altitude: withReference(store.state.altitude, reference.value as Reference, ground()) }) },
    ...(["AGL", "AMSL", "FL"] as const).map((ref) => h("option", { value: ref, title: t.v0.references[ref] }, `${ref}: ${t.v0.references[ref]}`)));
  const refraction = h("select", { id: "refraction", change: () => store.set({ percentile: refraction.value as Percentile }) },
    ...(["p10", "p50", "p90"] as const).map((p) => h("option", { value: p }, `${t.v0.percentiles[p]} (k ${data.meta.refraction.k[p].toFixed(2)})`)));
  const field = (label: string, control: HTMLElement, extra?: HTMLElement) => h("div", { class: "field" }, h("label", { for: control.id }, label), control, extra);
  const d = data.detection;
  const form = h(
    "form",
    { class: "controls", "aria-label": t.v0.controls, submit: (event: Event) => event.preventDefault() },
    target.element,
    h("div", { class: "control-row" },
      h("div", { class: "field wide" }, h("label", { for: "altitude" }, t.v0.altitude), h("div", { class: "slider" }, slider, output, rungs)),
      field(t.v0.reference, reference),
      field(t.v0.refraction, refraction),
      field(t.v0.site, site)),
  );
  const note = h("p", { class: "fine" }, t.v0.pd(d.pd, d.pfa.toExponential(), d.swerling), " ", d.reference);
  // The settings stay in sight beside every view, so they stick to the top of the page itself.
  const element = h("div", { id: "controls" }, form, note);
  let shown = "";
  const update = () => {
    const { state } = store;
    site.value = state.site;
    target.set(state.cls);
    slider.value = String(toSlider(state.altitude.value_m));
    slider.setAttribute("aria-valuetext", altitudeText(state.altitude));
    slider.style.setProperty("--at", `${toSlider(state.altitude.value_m) / 10}%`);
    setText(output, altitudeText(state.altitude));
    reference.value = state.altitude.reference;
    refraction.value = state.percentile;
    if (shown !== state.altitude.reference) {
      shown = state.altitude.reference;
      rungs.replaceChildren(...data.altitudes.filter((rung) => rung.reference === shown).map((rung) => h("option", { value: toSlider(rung.value_m), label: rung.text })));
    }
  };
  return { id: "controls", key: "", element, update };
}
