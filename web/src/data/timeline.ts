// What each target, channel and unit of a run was doing, second by second, read from its events.
import type { Replay, ReplayFlyer } from "../types";
import { type EventRow, eventsOf } from "./replay";

export type Stage = "undetected" | "detected" | "tracked" | "assigned" | "assessed" | "flight";
export type Glyph = "hit" | "missed" | "late" | "channel" | "round" | "other" | "leaked" | "empty" | "launch" | "off";

/** From the least to the most that is going on; a target that several channels serve shows the most. */
export const STAGES: Stage[] = ["undetected", "detected", "tracked", "assigned", "assessed", "flight"];

export interface Span {
  from: number;
  to: number;
  stage: Stage;
  entity: string;
}

export interface Mark {
  t_s: number;
  glyph: Glyph;
  words: string;
}

export interface Row {
  id: string;
  spans: Span[];
  marks: Mark[];
}

export interface FlyerRow extends Row {
  flyer: ReplayFlyer;
  events: EventRow[];
  seen_s: number | null;
  tracked_s: number | null;
  fired_s: number | null;
  shots: number;
}

export type Steps = [number, number][];

export interface Timeline {
  flyers: FlyerRow[];
  /** Neutrals that nobody fired at. */
  leftOut: number;
  channels: Row[];
  units: Row[];
  /** Radars and units while they were shut down, cut off or lost. */
  silent: Row[];
  busy: Steps;
  capacity: Steps;
  rounds: Steps;
  roundsAtStart: number;
}

interface Engagement {
  entity: string;
  stage: Stage;
  since: number;
  flying: number;
}

const GLYPH_OF_CAUSE: [RegExp, Glyph][] = [[/too late|out of reach/, "late"], [/no channel/, "channel"], [/no round/, "round"]];

export function glyphOf(cause: string): Glyph {
  return GLYPH_OF_CAUSE.find(([pattern]) => pattern.test(cause))?.[1] ?? "other";
}

class Follower {
  private spans: Span[] = [];
  private stage: Stage | null = null;
  private since = 0;
  constructor(private readonly id: string) {}

  to(t_s: number, stage: Stage | null): void {
    if (stage === this.stage) return;
    if (this.stage && t_s > this.since) this.spans.push({ from: this.since, to: t_s, stage: this.stage, entity: this.id });
    this.stage = stage;
    this.since = t_s;
  }

  end(t_s: number): Span[] {
    this.to(t_s, null);
    return this.spans;
  }
}

const rank = (stage: Stage) => STAGES.indexOf(stage);

const cache = new WeakMap<Replay, Timeline>();

export function timelineOf(replay: Replay): Timeline {
  const known = cache.get(replay);
  if (known) return known;
  const made = follow(replay);
  cache.set(replay, made);
  return made;
}

function follow(replay: Replay): Timeline {
  const events = eventsOf(replay);
  const end = replay.duration_s;
  const flyers = new Map(replay.flyers.map((flyer) => [flyer.id, { flyer, follower: new Follower(flyer.id), marks: [] as Mark[], base: null as Stage | null, tracks: new Set<number>(), over: false, seen_s: null as number | null, tracked_s: null as number | null, fired_s: null as number | null, shots: 0 }]));
  const engaged = new Map<string, Engagement>();
  const channels = new Map<string, Row>();
  const units = new Map<string, Row & { channels: number; rounds: number; reload: number; emptySince: number | null }>(
    replay.units.map((unit) => [unit.id, { id: unit.id, spans: [], marks: [], channels: unit.channels, rounds: unit.rounds, reload: unit.reload, emptySince: null }]),
  );
  const roundsAtStart = replay.units.reduce((sum, unit) => sum + unit.rounds, 0);
  const capacity: Steps = [[0, replay.units.reduce((sum, unit) => sum + unit.channels, 0)]];
  const busy: Steps = [[0, 0]];
  const rounds: Steps = [[0, roundsAtStart]];
  const step = (steps: Steps, t_s: number, change: number) => steps.push([t_s, (steps[steps.length - 1]?.[1] ?? 0) + change]);
  const tracked = new Map<number, string>();
  const unitOf = (channel: string) => (units.has(channel) ? channel : channel.slice(0, channel.lastIndexOf("/")));
  const silent = new Map<string, Row & { since: number | null }>();
  const quiet = (id: string, t_s: number, words: string | null) => {
    const row = silent.get(id) ?? { id, spans: [], marks: [], since: null };
    silent.set(id, row);
    if (words !== null) {
      row.since ??= t_s;
      row.marks.push({ t_s, glyph: "off", words });
    } else if (row.since !== null) {
      row.spans.push({ from: row.since, to: t_s, stage: "undetected", entity: id });
      row.since = null;
    }
  };

  const settle = (id: string, t_s: number) => {
    const own = flyers.get(id);
    if (!own || own.over) return;
    let stage = own.base;
    for (const work of engaged.values()) if (work.entity === id && (!stage || rank(work.stage) > rank(stage))) stage = work.stage;
    own.follower.to(t_s, stage);
  };
  const turn = (channel: string, t_s: number, stage: Stage | null) => {
    const work = engaged.get(channel);
    const row = channels.get(channel) ?? { id: channel, spans: [], marks: [] };
    channels.set(channel, row);
    if (!work) return;
    if (t_s > work.since) row.spans.push({ from: work.since, to: t_s, stage: work.stage, entity: work.entity });
    work.since = t_s;
    if (stage) work.stage = stage;
    else engaged.delete(channel);
    settle(work.entity, t_s);
  };

  for (const row of events) {
    const { t_s, entity, channel } = row;
    const own = flyers.get(entity);
    switch (row.event) {
      case "came":
        if (own) own.base = "undetected";
        settle(entity, t_s);
        break;
      case "first seen":
        if (own) {
          own.base = "detected";
          own.seen_s ??= t_s;
        }
        settle(entity, t_s);
        break;
      case "tracked":
        if (own && row.track !== null) {
          own.base = "tracked";
          own.tracked_s ??= t_s;
          own.tracks.add(row.track);
          tracked.set(row.track, entity);
        }
        settle(entity, t_s);
        break;
      case "track dropped": {
        const id = tracked.get(row.track ?? -1) ?? "";
        const lost = flyers.get(id);
        if (lost) {
          lost.tracks.delete(row.track ?? -1);
          if (!lost.tracks.size) lost.base = "detected";
        }
        settle(id, t_s);
        break;
      }
      case "assigned":
        if (engaged.has(channel)) {
          step(busy, t_s, -1);
          turn(channel, t_s, null);
        }
        engaged.set(channel, { entity, stage: "assigned", since: t_s, flying: 0 });
        turn(channel, t_s, "assigned");
        step(busy, t_s, 1);
        break;
      case "launched": {
        const work = engaged.get(channel);
        if (work) {
          work.flying++;
          turn(channel, t_s, "flight");
        }
        if (own) {
          own.fired_s ??= t_s;
          own.shots++;
        }
        const unit = units.get(unitOf(channel));
        if (unit) {
          unit.rounds--;
          unit.marks.push({ t_s, glyph: "launch", words: `${row.missile} ${entity}` });
          step(rounds, t_s, -1);
        }
        break;
      }
      case "hit":
      case "missed": {
        const mark: Mark = { t_s, glyph: row.event, words: row.cause };
        own?.marks.push(mark);
        const work = engaged.get(channel);
        if (work) {
          work.flying--;
          if (work.flying <= 0) turn(channel, t_s, "assessed");
        }
        channels.get(channel)?.marks.push(mark);
        break;
      }
      case "let go":
        if (engaged.has(channel)) step(busy, t_s, -1);
        turn(channel, t_s, null);
        break;
      case "left alone":
        own?.marks.push({ t_s, glyph: glyphOf(row.cause), words: row.cause });
        break;
      case "killed":
      case "leaked":
      case "turned away":
        if (own) {
          own.follower.to(t_s, null);
          own.over = true;
          if (row.event === "leaked") own.marks.push({ t_s, glyph: "leaked", words: own.flyer.cause });
        }
        break;
      case "empty":
      case "reloaded": {
        const unit = units.get(unitOf(channel));
        if (!unit) break;
        if (row.event === "empty") {
          unit.emptySince = t_s;
          unit.marks.push({ t_s, glyph: "empty", words: "" });
        } else {
          if (unit.emptySince !== null) unit.spans.push({ from: unit.emptySince, to: t_s, stage: "undetected", entity: unit.id });
          unit.emptySince = null;
          step(rounds, t_s, unit.reload - unit.rounds);
          unit.rounds = unit.reload;
        }
        break;
      }
      case "lost":
      case "cut off":
      case "shut down": {
        const unit = units.get(channel);
        if (unit && row.event === "lost") step(capacity, t_s, -unit.channels);
        quiet(row.radar || channel, t_s, row.event);
        break;
      }
      case "on again":
        quiet(row.radar || channel, t_s, null);
        break;
    }
  }
  for (const channel of [...engaged.keys()]) turn(channel, end, null);
  for (const id of silent.keys()) quiet(id, end, null);
  for (const unit of units.values()) if (unit.emptySince !== null) unit.spans.push({ from: unit.emptySince, to: end, stage: "undetected", entity: unit.id });
  const rows = [...flyers.values()].map((own): FlyerRow => ({
    id: own.flyer.id, flyer: own.flyer, spans: own.follower.end(end), marks: own.marks, events: events.filter((row) => row.entity === own.flyer.id || (row.track !== null && own.flyer.id === tracked.get(row.track))),
    seen_s: own.seen_s, tracked_s: own.tracked_s, fired_s: own.fired_s, shots: own.shots,
  }));
  const shown = rows.filter((row) => !row.flyer.neutral || row.shots > 0);
  return {
    flyers: shown, leftOut: rows.length - shown.length,
    channels: [...channels.values()].sort((p, q) => p.id.localeCompare(q.id, "en", { numeric: true })),
    units: [...units.values()], silent: [...silent.values()], busy, capacity, rounds, roundsAtStart,
  };
}

/** Value of a step line at a time. */
export function stepAt(steps: Steps, t_s: number): number {
  let value = steps[0]?.[1] ?? 0;
  for (const [from, next] of steps) if (from <= t_s) value = next;
  return value;
}
