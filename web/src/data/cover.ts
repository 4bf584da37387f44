// What a site sees and reaches: look-ups of floors and ranges in the data, no physics.
import type { PageData, Percentile, Range3, ShareRow, Site } from "../types";
import { type Altitude, amslOver, onLadder } from "./altitude";
import { unpack } from "./decode";
import { EARTH_RADIUS_M } from "./geo";

export interface EngageLimits {
  reach_m: number;
  min_m: number;
  /** In-time limit per bearing. [m] */
  limit_m: Float32Array;
}

/** Which limits stand: sight (floors), class (detection range). */
export interface Limits {
  sight: boolean;
  range: boolean;
}

export class SiteCover {
  readonly bearings: number;
  readonly rings: number;
  readonly step_m: number;
  readonly terrain: Float32Array;
  readonly search: Record<Percentile, Float32Array>;
  readonly engage: Float32Array;
  private readonly ringWeights: Float64Array;
  private readonly limits = new Map<string, Float32Array>();

  constructor(
    readonly data: PageData,
    readonly site: Site,
  ) {
    const polar = data.polar.sites.find((entry) => entry.site === site.id);
    if (!polar) throw new Error(`no polar arrays for site ${site.id}`);
    this.bearings = data.polar.bearings;
    this.rings = data.polar.rings;
    this.step_m = data.polar.range_step_m;
    this.terrain = unpack(polar.terrain_amsl_m);
    this.search = { p10: unpack(polar.search.p10), p50: unpack(polar.search.p50), p90: unpack(polar.search.p90) };
    this.engage = unpack(polar.engage.p50);
    this.ringWeights = new Float64Array(this.rings);
    const ring_m = data.ring_km * 1000;
    for (let r = 0; r < this.rings; r++) {
      const range_m = (r + 0.5) * this.step_m;
      this.ringWeights[r] = range_m <= ring_m ? Math.sin(range_m / EARTH_RADIUS_M) : 0;
    }
  }

  detectionRange(classId: string, altitude: Altitude, which: "nominal" | "low" | "high"): number {
    const ladder = this.data.detection.range_m[classId];
    return ladder ? onLadder(ladder[which], this.data.altitudes, altitude, this.site.ground_amsl_m) : 0;
  }

  engageLimits(classId: string, altitude: Altitude): EngageLimits | null {
    const entry = this.data.engagement.sites.find((item) => item.site === this.site.id)?.classes[classId];
    if (!entry) return null;
    const ladder = this.data.altitudes;
    const ground = this.site.ground_amsl_m;
    let table = this.limits.get(classId);
    if (!table) {
      table = unpack(entry.limit).map((v) => (Number.isFinite(v) ? v : 0));
      this.limits.set(classId, table);
    }
    const limit_m = new Float32Array(this.bearings);
    const column: number[] = new Array(ladder.length);
    for (let b = 0; b < this.bearings; b++) {
      for (let i = 0; i < ladder.length; i++) column[i] = table[i * this.bearings + b] ?? 0;
      limit_m[b] = onLadder(column, ladder, altitude, ground);
    }
    return { reach_m: onLadder(entry.reach_m, ladder, altitude, ground), min_m: onLadder(entry.min_m, ladder, altitude, ground), limit_m };
  }

  cell(bearing_deg: number, range_m: number): number {
    const b = ((Math.round((bearing_deg * this.bearings) / 360) % this.bearings) + this.bearings) % this.bearings;
    const r = Math.min(this.rings - 1, Math.max(0, Math.floor(range_m / this.step_m)));
    return b * this.rings + r;
  }

  sees(cell: number, altitude: Altitude, percentile: Percentile): boolean {
    return amslOver(altitude, this.terrain[cell] ?? 0) >= (this.search[percentile][cell] ?? Infinity);
  }

  engages(cell: number, altitude: Altitude, limits: EngageLimits): boolean {
    const range_m = ((cell % this.rings) + 0.5) * this.step_m;
    const bearing = Math.floor(cell / this.rings);
    return (
      range_m >= limits.min_m &&
      range_m <= Math.min(limits.reach_m, limits.limit_m[bearing] ?? 0) &&
      amslOver(altitude, this.terrain[cell] ?? 0) >= (this.engage[cell] ?? Infinity)
    );
  }

  private shareOf(inside: (cell: number, range_m: number) => boolean): number {
    let sum = 0;
    let whole = 0;
    for (let r = 0; r < this.rings; r++) {
      const weight = this.ringWeights[r] ?? 0;
      const range_m = (r + 0.5) * this.step_m;
      whole += weight * this.bearings;
      if (weight === 0) continue;
      for (let b = 0; b < this.bearings; b++) if (inside(b * this.rings + r, range_m)) sum += weight;
    }
    return whole > 0 ? sum / whole : 0;
  }

  /** Share of the ring seen when only the chosen limits are applied. */
  seenShare(classId: string, altitude: Altitude, limits: Limits, percentile: Percentile = "p50", which: "nominal" | "low" | "high" = "nominal"): number {
    const reach = limits.range ? this.detectionRange(classId, altitude, which) : Infinity;
    return this.shareOf((cell, range_m) => range_m <= reach && (!limits.sight || this.sees(cell, altitude, percentile)));
  }

  engageShare(classId: string, altitude: Altitude): number {
    const limits = this.engageLimits(classId, altitude);
    return limits ? this.shareOf((cell) => this.engages(cell, altitude, limits)) : 0;
  }

  /** Farthest range seen on each bearing. [m] */
  farthest(classId: string, altitude: Altitude, percentile: Percentile): Float32Array {
    const reach = this.detectionRange(classId, altitude, "nominal");
    const out = new Float32Array(this.bearings);
    for (let b = 0; b < this.bearings; b++) {
      for (let r = this.rings - 1; r >= 0; r--) {
        if ((r + 0.5) * this.step_m <= reach && this.sees(b * this.rings + r, altitude, percentile)) {
          out[b] = (r + 1) * this.step_m;
          break;
        }
      }
    }
    return out;
  }
}

export interface Answered {
  seen: Range3;
  /** True where the interval is the study's own (over claims), false where it is read off low and high ranges here. */
  tabled: boolean;
  level: number | null;
  weather: { low: number; high: number };
  engage: Range3 | null;
  far: { median: number; low: number; high: number };
}

/** Site whose share a row tells; the first batch alone, arm "A", is the first site. */
export function siteOfRow(data: PageData, row: ShareRow): string | undefined {
  return row.site ?? (row.arm === "A" ? data.sites[0]?.id : row.arm);
}

function quantile(sorted: Float32Array, q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(q * (sorted.length - 1))))] ?? 0;
}

/** The numbers of the answer strip for one site, class and altitude. */
export function answered(cover: SiteCover, classId: string, altitude: Altitude, altitudeLabel: string | null, percentile: Percentile): Answered {
  const both = { sight: true, range: true };
  const rows = cover.data.shares.rows.filter(
    (row) => siteOfRow(cover.data, row) === cover.site.id && row.class === classId && row.altitude === altitudeLabel,
  );
  const seenRow = percentile === "p50" ? rows.find((row) => row.metric === "detect") : undefined;
  const hasEngage = cover.engageLimits(classId, altitude) !== null;
  const engageRow = percentile === "p50" && hasEngage ? rows.find((row) => row.metric === "engage") : undefined;
  const far = cover.farthest(classId, altitude, percentile).sort();
  const weather = [
    cover.seenShare(classId, altitude, both, "p10"),
    cover.seenShare(classId, altitude, both, "p90"),
  ];
  return {
    seen: seenRow?.share ?? {
      nominal: cover.seenShare(classId, altitude, both, percentile),
      low: cover.seenShare(classId, altitude, both, percentile, "low"),
      high: cover.seenShare(classId, altitude, both, percentile, "high"),
    },
    tabled: seenRow !== undefined,
    level: seenRow?.level ?? null,
    weather: { low: Math.min(...weather), high: Math.max(...weather) },
    engage: engageRow?.share ?? (hasEngage ? { nominal: cover.engageShare(classId, altitude), low: null, high: null } : null),
    far: { median: quantile(far, 0.5), low: quantile(far, 0.05), high: quantile(far, 0.95) },
  };
}
