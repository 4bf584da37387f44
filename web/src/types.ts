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
  /** The same words in other languages, by tag. */
  languages?: Record<string, { sentence: string; counter_sentence: string; basis: string }>;
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
  /** As it is known: a day, a month, a year, or "undated". */
  date: string;
  /** First and last day that it may have been; empty where it is undated. */
  first_day: string;
  last_day: string;
  speaker: string;
  side: string;
  about: string;
  subject: string;
  text: string;
  unit_word: string;
  mode: string;
  /** Claim that speaks for what was said once, however many outlets carry it. */
  announcement: string;
  claims: string[];
}

/** Two announcements that cannot both stand, each by the ids of its claims, the one that speaks for it first. */
export interface Contradiction {
  about: string;
  kinds: string[];
  first: string[];
  second: string[];
}

export interface ArrivalWitness {
  speaker: string;
  side: string;
  date: string;
  says: "under way" | "postponed";
  share: number;
  claims: string[];
}

/** What is said of the contract behind the second batch, by whom; told, never modelled. */
export interface ContractSide {
  side: "own" | "within first" | "unsigned";
  witnesses: { speaker: string; side: string; date: string; claims: string[] }[];
}

export interface StatementLines {
  /** Sides, in the order of the lanes. */
  lanes: string[];
  contradictions: Contradiction[];
  rule: string;
  /** Day of the study, by which witnesses count. */
  as_of: string;
  belief: { text: string; witnesses: ArrivalWitness[] };
  contract: { text: string; sides: ContractSide[] };
}

export interface StoryFigure {
  title: string;
  svg: string;
}

export interface StoryPart {
  title: string;
  sentences: string[];
  columns: string[];
  rows: string[][];
  figures: StoryFigure[];
  commands: string[];
}

export interface Story {
  id: string;
  number: number;
  title: string;
  date: string;
  said: string[];
  circle: string;
  model: StoryPart[];
  unknown: string[];
  open_inputs: string[];
  terrain_grade: string | null;
  claims: string[];
}

export type Line = [number, number][];

export interface Measured {
  value: number | null;
  low: number | null;
  high: number | null;
}

export interface Change {
  value: number | null;
  low: number | null;
  high: number | null;
  clear: boolean;
}

export interface Depth {
  class: string;
  median: number;
  low: number;
  high: number;
  /** Engagement opportunities (M06). */
  mean: Measured;
}

/** One metric of an arm, by its name and number in the catalogue of metrics. */
export interface FightMetric extends Measured {
  metric: string;
  catalogue: string;
  label: string;
  unit: string;
}

/** Cost exchange (M11): a range over price claims; null where a price is missing. */
export interface Cost {
  sentence: string;
  currency: string;
  low: number | null;
  high: number | null;
  claims: string[];
  exchange: { class: string; low: number | null; high: number | null; words: string }[];
}

/** Defended footprint (M12): A, then B, on a square of cells from the north-west. */
export interface Defended {
  raid: string;
  asset: string;
  criterion: string;
  asked_km2: number;
  radius_km: number;
  step_km: number;
  change_km2: Change;
  /** `held` in hundredths of the runs, -1 where nothing was asked. */
  arms: { arm: string; area_km2: Measured; sentence: string; held: number[]; defended: number[] }[];
}

/** Raiders; "more" and "fewer" lie beyond the sizes of raid that were fought. */
export type RaidSize = number | "more" | "fewer";

export interface RaidSizes {
  value: RaidSize;
  low: RaidSize;
  high: RaidSize;
}

export interface ArmFought {
  id: string;
  side: "A" | "B";
  label: string;
  /** Ids of the batch meaning and the placement; empty for A. */
  meaning: string;
  placement: string;
  fire_units: number;
  channels: number;
  ready_rounds: number;
  runs: number;
  /** Runs with 0, 1, 2 ... leakers. */
  leakers: number[];
  p_zero_leak: Measured;
  mean_leakers: Measured;
  neutral_engaged: Measured;
  /** Runs so far, and the half-width of p_zero_leak in percentage points. */
  convergence: [number, number][];
  /** Raiders at which half of the raids leak; null where no sizes of raid were fought. */
  saturation_raid: RaidSizes | null;
  magazine: { empty_share: Measured; empty_at_s: Measured; reload_gap_s: Measured };
  depth: Depth[];
  /** Mean per run; they sum to all that were not engaged. */
  causes: { cause: string; per_run: number }[];
  metrics: FightMetric[];
  cost: Cost;
}

export interface PairedArm {
  arm: string;
  p_zero_leak: Change;
  leakers: Change;
  /** A size beyond those that were fought counts as the last of them; null where no sizes were fought. */
  saturation_raid: Change | null;
  /** Share of the difference's variance that is doubt about claims; the rest is chance. */
  doubt_share: Measured;
  correlation: number | null;
  error_ratio: number | null;
  stopped: string;
}

export interface SaturationRow {
  arm: string;
  raiders: number;
  mean_leakers: Measured;
  p_zero_leak: Measured;
}

export interface NodeLoss {
  arm: string;
  component: string;
  leakers: Change;
}

export interface Networked {
  arm: string;
  later_s: Change;
  leakers: Change;
}

export interface NeutralRisk {
  arm: string;
  airliners: number;
  engaged_per_100_runs: Measured;
  /** Minutes of all together in one run (M16). */
  seen_min: Measured;
  engageable_min: Measured;
}

export interface ReplayUnit {
  id: string;
  channels: number;
  rounds: number;
  /** Ready rounds after one reload, at most. */
  reload: number;
}

export interface ReplayFlyer {
  id: string;
  class: string;
  neutral: boolean;
  end: string;
  end_s: number | null;
  cause: string;
  /** Four whole numbers a knot: t in s, east and north in 0.1 km, height above sea level in m; straight in between. */
  path: number[];
}

export interface ReplayTrack {
  number: number;
  /** When it was judged, and as what. */
  judged: [number, string][];
  /** Five whole numbers a knot: t in s, east and north in 0.1 km, speed east and north in m/s. */
  points: number[];
}

export interface Picture {
  radars: { name: string; east_km: number; north_km: number; scan_s: number }[];
  /** One scan in so many is held. */
  every: number;
  t_s: Packed;
  radar: Packed;
  east_km: Packed;
  north_km: Packed;
  tracks: ReplayTrack[];
}

export interface Replay {
  arm: string;
  run: number;
  kind: "best" | "typical" | "worst" | "picked";
  duration_s: number;
  leakers: number;
  raiders: number;
  units: ReplayUnit[];
  flyers: ReplayFlyer[];
  names: string[];
  /** t in 0.1 s; rows of `names` for event, entity, radar, channel, missile, cause; number of the track; -1 for none. */
  events: number[][];
  picture: Picture | null;
}

export interface Fights {
  /** Site from which kilometres east and north are counted. */
  site: string;
  raid: string;
  /** The raid whose size was varied, which may be another one. */
  saturation_raid_title?: string;
  level: number;
  precision_points: number | null;
  caveat: string;
  claims: string[];
  arms: ArmFought[];
  paired: PairedArm[];
  saturation: SaturationRow[];
  node_loss: NodeLoss[];
  networked: Networked[];
  neutral_risk: NeutralRisk[];
  replays: Replay[];
  defended: Defended | null;
}

/** One measure by month: the mean of all runs with its interval over the draws, and single runs. */
export interface KeptBand {
  expected: number[];
  expected_low: number[];
  expected_high: number[];
  median: number[];
  low: number[];
  high: number[];
}

/** One arm in one case; an empty meaning is arm A. */
export interface KeptArm {
  meaning: string;
  label: string;
  case: string;
  /** Share of the draws in which the second batch comes at all. */
  arrives: number | null;
  fielded: Record<string, number>;
  bands: Record<string, KeptBand>;
  /** Months from the stop of imports; null where not within `months_left`. */
  half: Record<string, Measured>;
  months_left: number;
}

export interface Readiness {
  title: string;
  assumed: string;
  sentence: string;
  counter_sentence: string;
  caveat: string;
  months: number;
  dates: string[];
  level: number;
  draws: number;
  runs: number;
  measures: string[];
  claims: string[];
  cases: { id: string; label: string; stop_month: number | null; home_month: number | null }[];
  kept: KeptArm[];
  changes: (Change & { meaning: string; case: string; measure: string })[];
  inputs: { key: string; value: number | null; low: number | null; high: number | null; unit: string; status: string; claim: string | null; note: string }[];
}

/** A witness, or several that state the same: an end of a bar. */
export interface MatterSide {
  text: string;
  claims: string[];
  sources: string[];
  grade: string;
  /** Why we read the claims so, where their words do not say it; empty for a side of witnesses. */
  reading: string;
  /** Share of the draws that believe it; 0 for a choice of the scenario. */
  share: number | null;
  value: Measured;
  change: Change;
  width: number | null;
  /** Key of `answers`; null where nobody can be believed. */
  answer: string | null;
}

export interface MatterBar {
  key: string;
  label: string;
  /** What the scenario chooses, where no draw varies it. */
  chosen: string | null;
  swing: number | null;
  clear: boolean;
  first: Measured | null;
  total: Measured | null;
  width: number | null;
  width_known: number | null;
  sides: MatterSide[];
}

export interface MatterMetric {
  id: string;
  label: string;
  unit: string;
  what: string;
  is_share: boolean;
  caveat: string;
  usual: Measured;
  low: number | null;
  high: number | null;
  draws: number;
  repeats: number;
  title: string;
  sentence: string;
  /** Key of the bar that moves it most; null where none does clearly. */
  leading: string | null;
  checking: string;
  rest: string;
  bars: MatterBar[];
  /** Disputed quantities that it does not draw from. */
  outside: string[];
}

/** The answer while every draw believes one claim. */
export interface MatterAnswer {
  claim: string;
  basis: string;
  sentence: string;
  counter_sentence: string;
}

export interface ClaimsMatter {
  level: number;
  metrics: MatterMetric[];
  /** Whether some claim, or else which reading, takes a figure of the answer out of its interval. */
  verdict: string;
  /** Those answers, claims first. */
  flips: string[];
  answers: Record<string, MatterAnswer>;
  frozen: { label: string; text: string; claims: string[]; why: string }[];
}

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
  /** `arrival`: whether arm B is conditional on the second batch, a mixture, or A again; `condition` says so. */
  ab: { batch_meanings: BatchMeaning[]; placements: string[]; rows: AbRow[]; arrival: string; condition: string };
  profiles: Profile[];
  corridor: Corridor | null;
  basemap: { coast: Line[]; borders: Line[]; places: { name: string; lat: number; lon: number }[] };
  claims: Record<string, Claim>;
  quantities: { key: string; label: string; claims: string[]; nominal_claim: string | null }[];
  statements: Statement[];
  timeline: StatementLines;
  ignored_by_ring: string[];
  /** The gallery of published claims; a study run without fights leaves it out. */
  stories?: Story[];
  /** Fought in simulation; absent where nothing was. */
  fights?: Fights;
  /** Kept ready by month; absent where the scenario does not ask. */
  readiness?: Readiness;
  /** Sweeps over the disputed claims; absent where none were made. */
  claims_matter?: ClaimsMatter;
}
