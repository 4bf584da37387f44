// The page's one state, mirrored in the address bar so that a link brings the same picture back.
import { type Altitude, altitudeText } from "./data/altitude";
import { replayId, replayNow } from "./data/fights";
import { fullest } from "./data/replay";
import { ENGLISH, LANGUAGES } from "./i18n/words";
import type { PageData, Percentile, Reference } from "./types";

export type CorrectionId = "geometry" | "class" | "capacity" | "projection";
export type AbShow = "slide" | "a" | "b" | "difference";

export interface State {
  site: string;
  cls: string;
  altitude: Altitude;
  percentile: Percentile;
  corrections: Record<CorrectionId, boolean>;
  cross: { bearing_deg: number; range_km: number } | null;
  pins: { bearing_deg: number; range_km: number }[];
  abShow: AbShow;
  meaning: string;
  placement: string;
  divider: number;
  bearing_deg: number;
  stretched: boolean;
  corridor: boolean;
  tables: string[];
  view: string | null;
  keys: boolean;
  /** The run that timeline and scope show, by `replayId`; empty for the typical one of A. */
  run: string;
  /** The target that is marked in timeline, scope and map. */
  flyer: string | null;
  t_s: number;
  speed: number;
  histogram: boolean;
  saturation: Saturation;
  scope_km: number;
  /** What the statements shown are about; empty for everything. */
  topic: string;
  /** The day on which they were known; empty for all that is known, undated ones too. */
  asOf: string;
  /** What the view of readiness counts. */
  kept: string;
  /** Key of the precomputed answer that is believed; empty for all witnesses. */
  believed: string;
  /** Metric of the view on which claim matters. */
  matter: string;
  indices: boolean;
  /** Language of the page. */
  lang: string;
}

export type Saturation = "leakers" | "none";

export const SECOND_BATCH = "second batch";
export const SPEEDS = [1, 5, 10, 30, 60];
export const SCOPES_KM = [60, 120, 240, 400];
const KEPT = "launchers";
export const CORRECTIONS: CorrectionId[] = ["geometry", "class", "capacity", "projection"];

/** The first metric that some disputed claim moves clearly; a reading of the word batch is no claim. */
function firstTelling(data: PageData): string {
  const metrics = data.claims_matter?.metrics ?? [];
  return (metrics.find((item) => item.bars.some((bar) => bar.clear && bar.chosen === null)) ?? metrics[0])?.id ?? "";
}

export function defaults(data: PageData): State {
  const asked = data.answer.settings;
  const first = data.altitudes.find((item) => item.text === asked?.altitude) ?? data.altitudes[0];
  const cruise = data.classes.find((item) => item.id === asked?.class) ?? data.classes.find((item) => item.id.includes("cruise")) ?? data.classes[0];
  const site = data.sites.find((item) => item.id === asked?.site) ?? data.sites[0];
  const meaning = data.ab.batch_meanings.find((item) => !item.id.startsWith("never")) ?? data.ab.batch_meanings[0];
  return {
    site: site?.id ?? "",
    cls: cruise?.id ?? "",
    altitude: first ? { value_m: first.value_m, reference: first.reference } : { value_m: 60, reference: "AGL" },
    percentile: "p50",
    corrections: { geometry: true, class: true, capacity: true, projection: false },
    cross: null,
    pins: [],
    abShow: "slide",
    meaning: meaning?.id ?? "",
    placement: data.ab.placements[0] ?? "colocated",
    divider: 0.5,
    bearing_deg: data.profiles.find((item) => item.site === site?.id)?.bearing_deg ?? 0,
    stretched: false,
    corridor: false,
    tables: [],
    view: null,
    keys: true,
    run: "",
    flyer: null,
    t_s: 0,
    speed: 10,
    histogram: false,
    saturation: "leakers",
    scope_km: 120,
    topic: SECOND_BATCH,
    asOf: "",
    kept: KEPT,
    believed: "",
    matter: firstTelling(data),
    indices: false,
    lang: ENGLISH,
  };
}

const polarText = (p: { bearing_deg: number; range_km: number }) => `${p.bearing_deg}.${p.range_km}`;

function polarFrom(text: string): { bearing_deg: number; range_km: number } | null {
  const [bearing, range] = text.split(".").map(Number);
  return bearing !== undefined && range !== undefined && Number.isFinite(bearing) && Number.isFinite(range)
    ? { bearing_deg: bearing, range_km: range }
    : null;
}

const oneNumber = (text: string | null, allowed: number[], otherwise: number) => (allowed.includes(Number(text)) ? Number(text) : otherwise);

export function toHash(state: State): string {
  const q = new URLSearchParams();
  q.set("site", state.site);
  q.set("target", state.cls);
  q.set("alt", `${Math.round(state.altitude.value_m * 100) / 100}${state.altitude.reference}`);
  q.set("refr", state.percentile);
  q.set("corr", CORRECTIONS.map((id) => (state.corrections[id] ? "1" : "0")).join(""));
  if (state.cross) q.set("at", polarText(state.cross));
  if (state.pins.length) q.set("pins", state.pins.map(polarText).join("_"));
  q.set("ab", state.abShow);
  q.set("batch", state.meaning);
  q.set("place", state.placement);
  if (state.divider !== 0.5) q.set("div", state.divider.toFixed(2));
  q.set("bearing", String(state.bearing_deg));
  if (state.stretched) q.set("scale", "flat");
  if (state.corridor) q.set("corridor", "1");
  if (state.tables.length) q.set("tables", state.tables.join("_"));
  if (!state.keys) q.set("keys", "0");
  if (state.run) q.set("run", state.run);
  if (state.flyer) q.set("flyer", state.flyer);
  q.set("t", String(Math.round(state.t_s)));
  if (state.speed !== 10) q.set("speed", String(state.speed));
  if (state.histogram) q.set("dots", "0");
  if (state.saturation !== "leakers") q.set("sat", state.saturation);
  if (state.scope_km !== 120) q.set("scope", String(state.scope_km));
  if (state.topic !== SECOND_BATCH) q.set("topic", state.topic);
  if (state.asOf) q.set("known", state.asOf);
  if (state.kept !== KEPT) q.set("kept", state.kept);
  if (state.believed) q.set("believe", state.believed);
  if (state.matter) q.set("matter", state.matter);
  if (state.indices) q.set("indices", "1");
  if (state.view) q.set("view", state.view);
  if (state.lang !== ENGLISH) q.set("lang", state.lang);
  return `#${q.toString()}`;
}

export function fromHash(hash: string, data: PageData): State {
  const state = defaults(data);
  const q = new URLSearchParams(hash.replace(/^#/, ""));
  const oneOf = <T extends string>(value: string | null, allowed: readonly T[], otherwise: T): T =>
    allowed.includes(value as T) ? (value as T) : otherwise;
  state.site = oneOf(q.get("site"), data.sites.map((s) => s.id), state.site);
  state.cls = oneOf(q.get("target"), data.classes.map((c) => c.id), state.cls);
  const alt = /^(\d+(?:\.\d+)?)(AGL|AMSL|FL)$/.exec(q.get("alt") ?? "");
  if (alt) state.altitude = { value_m: Number(alt[1]), reference: alt[2] as Reference };
  state.percentile = oneOf(q.get("refr"), ["p10", "p50", "p90"], state.percentile);
  const bits = q.get("corr");
  if (bits?.length === CORRECTIONS.length) CORRECTIONS.forEach((id, i) => (state.corrections[id] = bits[i] === "1"));
  const at = q.get("at");
  if (at) state.cross = polarFrom(at);
  const pins = q.get("pins");
  if (pins) state.pins = pins.split("_").flatMap((text) => polarFrom(text) ?? []);
  state.abShow = oneOf(q.get("ab"), ["slide", "a", "b", "difference"], state.abShow);
  state.meaning = oneOf(q.get("batch"), data.ab.batch_meanings.map((m) => m.id), state.meaning);
  state.placement = oneOf(q.get("place"), data.ab.placements, state.placement);
  const div = Number(q.get("div") ?? "0.5");
  if (div >= 0 && div <= 1) state.divider = div;
  const bearing = Number(q.get("bearing") ?? Number.NaN);
  if (bearing >= 0 && bearing < 360) state.bearing_deg = bearing;
  state.stretched = q.get("scale") === "flat";
  state.corridor = q.get("corridor") === "1" && data.corridor !== null;
  state.tables = (q.get("tables") ?? "").split("_").filter(Boolean);
  state.keys = q.get("keys") !== "0";
  state.view = q.get("view");
  state.run = oneOf(q.get("run"), (data.fights?.replays ?? []).map(replayId), "");
  state.flyer = q.get("flyer");
  state.speed = oneNumber(q.get("speed"), SPEEDS, state.speed);
  state.histogram = q.get("dots") === "0";
  state.saturation = oneOf(q.get("sat"), ["leakers", "none"], state.saturation);
  state.scope_km = oneNumber(q.get("scope"), SCOPES_KM, state.scope_km);
  const topic = q.get("topic");
  if (topic !== null && (topic === "" || data.statements.some((row) => row.about === topic))) state.topic = topic;
  const known = q.get("known") ?? "";
  if (/^\d{4}-\d{2}-\d{2}$/.test(known)) state.asOf = known;
  state.kept = oneOf(q.get("kept"), data.readiness?.measures ?? [], state.kept);
  state.believed = oneOf(q.get("believe"), Object.keys(data.claims_matter?.answers ?? {}), "");
  state.matter = oneOf(q.get("matter"), (data.claims_matter?.metrics ?? []).map((item) => item.id), state.matter);
  state.indices = q.get("indices") === "1";
  const t_s = Number(q.get("t") ?? Number.NaN);
  state.t_s = t_s >= 0 ? t_s : data.fights ? fullest(replayNow(data.fights, state)) : 0;
  state.lang = oneOf(q.get("lang"), Object.keys(LANGUAGES), ENGLISH);
  return state;
}

/** True while the reader has not moved the target, site, altitude or refraction away from the study's own question. */
export function atStudy(state: State, data: PageData): boolean {
  const start = defaults(data);
  return (
    state.site === start.site &&
    state.cls === start.cls &&
    state.percentile === start.percentile &&
    altitudeText(state.altitude) === altitudeText(start.altitude)
  );
}

export type Listener = (state: State) => void;

export class Store {
  private listeners: Listener[] = [];
  private clocks: Listener[] = [];
  private frame = 0;
  private timer = 0;

  constructor(
    readonly data: PageData,
    public state: State,
  ) {}

  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }

  set(patch: Partial<State>): void {
    this.state = { ...this.state, ...patch };
    this.refresh();
    this.remember();
  }

  /** Hears of time alone, many times a second while a run plays. */
  subscribeTime(listener: Listener): void {
    this.clocks.push(listener);
  }

  /** Moves the time of the run; only what follows the time is drawn again. */
  setTime(t_s: number): void {
    this.state = { ...this.state, t_s };
    for (const listener of this.clocks) listener(this.state);
    this.remember();
  }

  private remember(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => history.replaceState(null, "", toHash(this.state)), 150);
  }

  /** Asks for a redraw before the next frame; many changes in one frame draw once. */
  refresh(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      for (const listener of this.listeners) listener(this.state);
    });
  }
}
