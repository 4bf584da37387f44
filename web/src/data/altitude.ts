// Altitudes with their reference: above ground, above mean sea level, or flight level.
import type { Reference, Rung } from "../types";

export interface Altitude {
  value_m: number;
  reference: Reference;
}

const FLIGHT_LEVEL_M = 30.48;
export const LOWEST_M = 20;
export const HIGHEST_M = 25_000;
const SLIDER_STEPS = 1000;

export function altitudeText(altitude: Altitude): string {
  if (altitude.reference === "FL") return `FL${String(Math.round(altitude.value_m / FLIGHT_LEVEL_M)).padStart(3, "0")}`;
  const metres = Math.round(altitude.value_m);
  const digits = metres >= 10_000 ? metres.toLocaleString("en-GB") : metres >= 1000 ? metres.toLocaleString("en-GB") : `${metres}`;
  return `${digits} m ${altitude.reference}`;
}

/** Height above sea level over ground of the given height. */
export function amslOver(altitude: Altitude, ground_amsl_m: number): number {
  return altitude.reference === "AGL" ? ground_amsl_m + altitude.value_m : altitude.value_m;
}

export function withReference(altitude: Altitude, reference: Reference, ground_amsl_m: number): Altitude {
  const amsl_m = amslOver(altitude, ground_amsl_m);
  return tidy({ value_m: reference === "AGL" ? amsl_m - ground_amsl_m : amsl_m, reference });
}

/** Rounds to what a slider can honestly carry: two or three figures, or tens of flight levels. */
export function tidy(altitude: Altitude): Altitude {
  const value_m = Math.min(HIGHEST_M, Math.max(LOWEST_M, altitude.value_m));
  if (altitude.reference === "FL") {
    const level = Math.min(820, Math.max(10, Math.round(value_m / FLIGHT_LEVEL_M / 5) * 5));
    return { value_m: level * FLIGHT_LEVEL_M, reference: "FL" };
  }
  const step = value_m < 100 ? 5 : value_m < 1000 ? 10 : value_m < 10_000 ? 100 : 500;
  return { value_m: Math.round(value_m / step) * step, reference: altitude.reference };
}

export function toSlider(value_m: number): number {
  const ratio = Math.log(Math.max(value_m, LOWEST_M) / LOWEST_M) / Math.log(HIGHEST_M / LOWEST_M);
  return Math.round(ratio * SLIDER_STEPS);
}

export function fromSlider(position: number): number {
  return LOWEST_M * (HIGHEST_M / LOWEST_M) ** (position / SLIDER_STEPS);
}

export const sliderSteps = SLIDER_STEPS;

/** The rung of the table's ladder on which an altitude stands, or null between rungs. */
export function rungOf(altitude: Altitude, ladder: Rung[]): Rung | null {
  return ladder.find((rung) => rung.reference === altitude.reference && Math.abs(rung.value_m - altitude.value_m) < 1) ?? null;
}

/** Next rung up or down, by height over the site, as the keys [ and ] walk it. */
export function nextRung(altitude: Altitude, ladder: Rung[], direction: 1 | -1, ground_amsl_m: number): Altitude {
  const here = amslOver(altitude, ground_amsl_m);
  const sorted = [...ladder].sort((p, q) => amslOver(p, ground_amsl_m) - amslOver(q, ground_amsl_m));
  const ahead = direction === 1 ? sorted : sorted.reverse();
  const found = ahead.find((rung) => direction * (amslOver(rung, ground_amsl_m) - here) > 1);
  return found ? { value_m: found.value_m, reference: found.reference } : altitude;
}

/** Value of a ladder quantity at an altitude: linear between the rungs on either side, held at the ends. */
export function onLadder(values: (number | null)[], ladder: Rung[], altitude: Altitude, ground_amsl_m: number): number {
  const exact = ladder.findIndex((rung) => rung.reference === altitude.reference && Math.abs(rung.value_m - altitude.value_m) < 1);
  if (exact >= 0) return values[exact] ?? 0;
  const points = ladder
    .map((rung, i) => ({ h: amslOver(rung, ground_amsl_m), v: values[i] ?? 0 }))
    .sort((p, q) => p.h - q.h);
  const h = amslOver(altitude, ground_amsl_m);
  const above = points.findIndex((p) => p.h >= h);
  if (above === 0) return points[0]?.v ?? 0;
  if (above < 0) return points[points.length - 1]?.v ?? 0;
  const low = points[above - 1];
  const high = points[above];
  if (!low || !high) return 0;
  const t = high.h === low.h ? 0 : (h - low.h) / (high.h - low.h);
  return low.v + t * (high.v - low.v);
}
