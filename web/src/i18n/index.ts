// Words and numbers of the page in its language.
import { en, type Strings } from "./en";
import { numeral, w } from "./words";

export const t: Strings = en;

const inPercent = (text: string) => w("unit-share", { n: numeral(text) });

const SMALLEST_PERCENT = 0.1;

/** Whether a share is printed as a bound already, so that "at most" would say it twice. */
export function isBelow(share: number | null | undefined): boolean {
  return typeof share === "number" && share * 100 < SMALLEST_PERCENT;
}

export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  const p = share * 100;
  if (p === 0) return inPercent("0");
  if (p < SMALLEST_PERCENT) return `${t.below}${inPercent(String(SMALLEST_PERCENT))}`;
  if (p > 99.5 && p < 100) return `${t.over}${inPercent("99")}`;
  return inPercent(p < 10 ? p.toFixed(1) : String(Math.round(p)));
}

export function percentRange(low: number | null, high: number | null): string {
  if (low === null || high === null) return "";
  const a = percent(low);
  const b = percent(high);
  const bare = (text: string) => text.replace(/^%|\s%$/g, "");
  const sign = w("unit-share", { n: "" }).startsWith("%"); // before the number, then on the first alone
  return a === b ? a : a.startsWith(t.below) ? `${a}–${b}` : sign ? `${a}–${bare(b)}` : `${bare(a)}–${b}`;
}

/** With a capital letter, as the first word of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function km(metres: number): string {
  const v = metres / 1000;
  return w("unit-km", { n: numeral(v < 10 ? v.toFixed(1) : String(Math.round(v))) });
}

export function metres(value: number): string {
  const rounded = Math.abs(value) >= 1000 ? Math.round(value / 10) * 10 : Math.round(value);
  return Number.isFinite(value) ? w("unit-m", { n: numeral(rounded.toLocaleString("en-GB")) }) : "–";
}

export function area(km2: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(km2, 1))) - 2);
  return w("unit-km2", { n: numeral((Math.round(km2 / digits) * digits).toLocaleString("en-GB")) });
}

export function plain(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1000) return numeral(Math.round(value).toLocaleString("en-GB")).replace("-", "−");
  if (Number.isInteger(value)) return String(value).replace("-", "−");
  return numeral(String(Number(value.toPrecision(3)))).replace("-", "−");
}

export function bearingText(bearing_deg: number): string {
  return `${String(Math.round(bearing_deg) % 360).padStart(3, "0")}°`;
}

/** Two figures, as an interval carries them: "1.0", "0.087", "36". */
export function two(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0 || Math.abs(value) >= 100) return plain(Math.round(value));
  const text = value.toPrecision(2);
  return numeral(text.includes("e") ? String(Number(text)) : text).replace("-", "−");
}

/** Minutes and seconds: "5:07". */
export function clock(t_s: number): string {
  const whole = Math.max(0, Math.round(t_s));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const TRACKS_OF_A_PICTURE = 1_000_000; // as the engine numbers them, one command post after the other

/** Number of a track as it is written; those of a second command post and further carry its number in front. */
export function trackName(number: number): string {
  const post = Math.floor(number / TRACKS_OF_A_PICTURE);
  return post ? `${post}-${number % TRACKS_OF_A_PICTURE}` : String(number);
}
