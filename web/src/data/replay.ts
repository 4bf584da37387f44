// One stored run, unpacked: its events, where each flyer and track was, and which plots the radars gave.
import type { Picture, Replay, ReplayFlyer, ReplayTrack } from "../types";
import { unpack } from "./decode";

export interface EventRow {
  t_s: number;
  event: string;
  entity: string;
  radar: string;
  channel: string;
  missile: string;
  cause: string;
  track: number | null;
}

export interface Plots {
  t_s: Float32Array;
  radar: Float32Array;
  east_km: Float32Array;
  north_km: Float32Array;
}

export interface TrackNow {
  number: number;
  east_km: number;
  north_km: number;
  /** East and north. [m/s] */
  velocity: [number, number];
  judged: "hostile" | "neutral" | "not";
}

const TENTH = 0.1;
const LEAST_ERRORS = 4; // standard errors by which the plots must point to one phase of the turn
const PATH_NUMBERS = 4;
const TRACK_NUMBERS = 5;

const known = <K extends object, V>(make: (key: K) => V) => {
  const cache = new WeakMap<K, V>();
  return (key: K): V => {
    let value = cache.get(key);
    if (value === undefined) {
      value = make(key);
      cache.set(key, value);
    }
    return value;
  };
};

export const eventsOf = known((replay: Replay): EventRow[] => {
  const name = (row: number | undefined) => replay.names[row ?? -1] ?? "";
  return replay.events.map(([t = 0, event, entity, radar, channel, missile, cause, track = -1]) => ({
    t_s: t * TENTH,
    event: name(event),
    entity: name(entity),
    radar: name(radar),
    channel: name(channel),
    missile: name(missile),
    cause: name(cause),
    track: track < 0 ? null : track,
  }));
});

/** Which flyer each track was confirmed on; for the marks between views, never for the picture itself. */
export const ownersOf = known((replay: Replay): Map<number, string> => {
  const owners = new Map<number, string>();
  for (const row of eventsOf(replay)) if (row.event === "tracked" && row.track !== null && row.entity) owners.set(row.track, row.entity);
  return owners;
});

export const plotsOf = known((picture: Picture): Plots => ({
  t_s: unpack(picture.t_s),
  radar: unpack(picture.radar),
  east_km: unpack(picture.east_km),
  north_km: unpack(picture.north_km),
}));

/** Values between the knots of a flat list whose first column is time; null before the first and after the last. */
function between(flat: number[], width: number, t_s: number): number[] | null {
  const rows = flat.length / width;
  const time = (row: number) => flat[row * width] ?? 0;
  if (!rows || t_s < time(0) || t_s > time(rows - 1)) return null;
  let row = 0;
  while (row < rows - 2 && time(row + 1) <= t_s) row++;
  const next = Math.min(row + 1, rows - 1);
  const along = next === row ? 0 : (t_s - time(row)) / Math.max(1e-9, time(next) - time(row));
  return Array.from({ length: width - 1 }, (_, i) => {
    const from = flat[row * width + 1 + i] ?? 0;
    return from + along * ((flat[next * width + 1 + i] ?? 0) - from);
  });
}

/** Where a flyer is, km east and north and metres above sea level; null when it is not in the air. */
export function flyerAt(flyer: ReplayFlyer, t_s: number): { east_km: number; north_km: number; amsl_m: number } | null {
  const found = between(flyer.path, PATH_NUMBERS, t_s);
  return found && { east_km: (found[0] ?? 0) * TENTH, north_km: (found[1] ?? 0) * TENTH, amsl_m: found[2] ?? 0 };
}

/** The whole way of a flyer, km east and north. */
export function wayOf(flyer: ReplayFlyer): [number, number][] {
  const way: [number, number][] = [];
  for (let i = 0; i < flyer.path.length; i += PATH_NUMBERS) way.push([(flyer.path[i + 1] ?? 0) * TENTH, (flyer.path[i + 2] ?? 0) * TENTH]);
  return way;
}

function judgedAt(track: ReplayTrack, t_s: number): TrackNow["judged"] {
  let word: TrackNow["judged"] = "not";
  for (const [from, text] of track.judged) if (from <= t_s) word = text === "hostile" ? "hostile" : "neutral";
  return word;
}

export function trackAt(track: ReplayTrack, t_s: number): TrackNow | null {
  const found = between(track.points, TRACK_NUMBERS, t_s);
  if (!found) return null;
  const [east = 0, north = 0, vx = 0, vy = 0] = found;
  return { number: track.number, east_km: east * TENTH, north_km: north * TENTH, velocity: [vx, vy], judged: judgedAt(track, t_s) };
}

/** First and last second of a track. */
export function trackSpan(track: ReplayTrack): [number, number] {
  return [track.points[0] ?? 0, track.points[track.points.length - TRACK_NUMBERS] ?? 0];
}

/** The first moment at which most tracks are held, in whole seconds; the start where no picture is stored. */
export function fullest(replay: Replay | undefined): number {
  const spans = (replay?.picture?.tracks ?? []).map(trackSpan);
  let [best, most] = [0, 0];
  for (const [from] of spans) {
    const at = Math.ceil(from);
    const held = spans.filter(([start, end]) => start <= at && at <= end).length;
    if (held > most || (held === most && at < best)) [best, most] = [at, held];
  }
  return best;
}

/** Where the antenna of a turning radar looks, as it follows from its own plots; null where it does not turn steadily. */
export function sweepOf(picture: Picture, radar: number): ((t_s: number) => number) | null {
  const spec = picture.radars[radar];
  if (!spec || !spec.scan_s) return null;
  const plots = plotsOf(picture);
  let x = 0;
  let y = 0;
  let n = 0;
  for (let i = 0; i < plots.t_s.length; i++) {
    if (plots.radar[i] !== radar) continue;
    const bearing = Math.atan2((plots.east_km[i] ?? 0) - spec.east_km, (plots.north_km[i] ?? 0) - spec.north_km);
    const lag = bearing - (2 * Math.PI * (plots.t_s[i] ?? 0)) / spec.scan_s;
    x += Math.cos(lag);
    y += Math.sin(lag);
    n++;
  }
  // False plots come from anywhere and only dilute the mean direction of the others.
  if (!n || Math.hypot(x, y) < LEAST_ERRORS * Math.sqrt(n)) return null;
  const phase = Math.atan2(y, x);
  return (t_s) => phase + (2 * Math.PI * t_s) / spec.scan_s;
}
