// The data contract of the page, schema "openiads/page/1". SI units unless a key says otherwise.

export interface Packed {
  dtype: "u8" | "u16" | "i16" | "f32";
  shape: number[];
  data: string;
  scale?: number;
  offset?: number;
}

export interface Range3 {
  nominal: number | null;
  low: number | null;
  high: number | null;
}

export type Percentile = "p10" | "p50" | "p90";
export type Reference = "AGL" | "AMSL" | "FL";
export type Metric = "sight" | "detect" | "engage";

export interface Meta {
  title: string;
  version: string;
  scenario: string;
  scenario_hash: string;
  ledger_hash: string;
  seed: number | string;
  generated: string | null;
  footer: string;
  terrain: { grade: string; name: string; origin: string; licence: string; note: string };
  refraction: { text: string; k: Record<Percentile, number> };
  scope: string;
}

export interface AnswerNumber {
  id: string;
  label: string;
  value_text: string;
  interval_text: string;
  caveat: string;
  claims: string[];
}

export interface Answer {
  sentence: string;
  counter_sentence: string;
  /** What no citable source states, told before any number that rests on it. */
  basis?: string;
  /** Site, class and altitude text that the sentence speaks of; the page opens on them. */
  settings?: { site: string; class: string; altitude: string };
  assumed: string[];
  numbers: AnswerNumber[];
  evidence_mix: { grade: string; count: number; share: number }[];
}

export interface Site {
  id: string;
  name: string;
  lat_deg: number;
  lon_deg: number;
  kind: string;
  note: string;
  ground_amsl_m: number;
  claims: string[];
}

export interface TargetClass {
  id: string;
  label: string;
  note: string;
  speed_mps: number | null;
  rcs_m2: Range3;
  grade: string;
  claims: string[];
}

export interface PolarSite {
  site: string;
  terrain_amsl_m: Packed;
  search: Record<Percentile, Packed>;
  engage: { p50: Packed };
}

export interface Rung {
  text: string;
  value_m: number;
  reference: Reference;
}

export interface RangeLadder {
  nominal: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

export interface EngageClass {
  reach_m: (number | null)[];
  min_m: (number | null)[];
  limit: Packed;
}

export interface ShareRow {
  site?: string;
  arm?: string;
  class: string;
  altitude: string;
  metric: Metric;
  area_km2: Range3;
  share: Range3;
  level: number;
}

export interface Correction {
  id: "geometry" | "class" | "capacity" | "projection";
  title: string;
  text: string;
  value_text: string;
}

export interface BatchMeaning {
  id: string;
  label: string;
  claims: string[];
  fire_units: number | Range3 | null;
  launchers: number | Range3 | null;
  channels: Range3 | null;
  ready_rounds: Range3 | null;
  raid_absorbed: Range3 | null;
  note: string;
}

export interface AbRow {
  meaning: string;
  placement: string;
  metric: string;
  label: string;
  unit: string;
  a: Range3;
  b: Range3;
  difference: Range3 & { clear: boolean };
  class?: string | null;
  altitude?: string | null;
}

export interface Profile {
  site: string;
  bearing_deg: number;
  label: string;
  distance_m: number[];
  terrain_amsl_m: number[];
  floor_amsl_m: Record<Percentile, (number | null)[]>;
  missile_band_m: { min: (number | null)[]; max: (number | null)[] } | null;
}

export interface Corridor {
  name: string;
  points: unknown[];
  rows: { distance_nm: number; flight_level: number; seen: boolean; engageable: boolean }[];
  note: string;
}

export interface Claim {
  subject: string;
  quantity: string;
  value_text: string;
  condition: string;
  speaker: string;
  publisher: string;
  title: string;
  date: string;
  url: string;
  grade: string;
  independence_group: string;
  status: "witness" | "prior" | "game" | "inferred";
  believed: boolean;
  conflicts: string[];
  used_in: string[];
  note: string;
}

export interface Statement {
  date: string;
  speaker: string;
  side: string;
  text: string;
  unit_word: string;
  mode: string;
  claims: string[];
}

export type Line = [number, number][];

export interface PageData {
  schema: string;
  meta: Meta;
  answer: Answer;
  ring_km: number;
  /** Claims that state the ring. */
  ring_claims?: string[];
  sites: Site[];
  classes: TargetClass[];
  polar: { bearings: number; range_step_m: number; rings: number; sites: PolarSite[] };
  altitudes: Rung[];
  detection: {
    pd: number;
    pfa: number;
    swerling: number;
    reference: string;
    range_m: Record<string, RangeLadder>;
  };
  engagement: { sites: { site: string; classes: Record<string, EngageClass> }[] };
  shares: { rows: ShareRow[] };
  corrections: Correction[];
  ab: { batch_meanings: BatchMeaning[]; placements: string[]; rows: AbRow[] };
  profiles: Profile[];
  corridor: Corridor | null;
  basemap: { coast: Line[]; borders: Line[]; places: { name: string; lat: number; lon: number }[] };
  claims: Record<string, Claim>;
  quantities: { key: string; label: string; claims: string[]; nominal_claim: string | null }[];
  statements: Statement[];
  ignored_by_ring: string[];
}
