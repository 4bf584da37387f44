// Picks the language of the page; a further language is one more file of the same shape.
import { en, type Strings } from "./en";

const LANGUAGES: Record<string, Strings> = { en };

export const t: Strings = LANGUAGES[document.documentElement.lang] ?? en;

export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  const p = share * 100;
  if (p === 0) return "0 %";
  if (p < 0.1) return "under 0.1 %";
  if (p > 99.5 && p < 100) return "over 99 %";
  return `${p < 10 ? p.toFixed(1) : Math.round(p)} %`;
}

export function percentRange(low: number | null, high: number | null): string {
  if (low === null || high === null) return "";
  const a = percent(low);
  const b = percent(high);
  return a === b ? a : `${a.startsWith("under") ? a : a.replace(/ %$/, "")}–${b}`;
}

export function km(metres: number): string {
  const v = metres / 1000;
  return `${v < 10 ? v.toFixed(1) : Math.round(v)} km`;
}

export function metres(value: number): string {
  const rounded = Math.abs(value) >= 1000 ? Math.round(value / 10) * 10 : Math.round(value);
  return Number.isFinite(value) ? `${rounded.toLocaleString("en-GB")} m` : "–";
}

export function area(km2: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(km2, 1))) - 2);
  return `${(Math.round(km2 / digits) * digits).toLocaleString("en-GB")} km²`;
}

export function plain(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-GB").replace("-", "−");
  if (Number.isInteger(value)) return String(value).replace("-", "−");
  return String(Number(value.toPrecision(3))).replace("-", "−");
}

export function bearingText(bearing_deg: number): string {
  return `${String(Math.round(bearing_deg) % 360).padStart(3, "0")}°`;
}
