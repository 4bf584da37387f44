// Statements as the reader asks for them: about a topic, known on a day, with the contradictions between them.
import { SECOND_BATCH } from "../store";
import type { Contradiction, PageData, Statement } from "../types";

const DAY_MS = 86_400_000;

export interface Shown {
  row: Statement;
  /** Whether the date is known too coarsely to say that it lies before the day asked about. */
  perhaps: boolean;
}

export interface Asked {
  /** Everything about the topic, whenever it was said. */
  topic: Statement[];
  shown: Shown[];
  pairs: Contradiction[];
}

export const dayOf = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY_MS);
export const isoOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
export const idOf = (row: Statement): string => row.claims[0] ?? "";
/** Day in the middle of those that the date may have been; null where it is undated. */
export const middleOf = (row: Statement): number | null => (row.last_day ? (dayOf(row.first_day) + dayOf(row.last_day)) / 2 : null);

function isAbout(row: Statement, topic: string): boolean {
  if (topic === SECOND_BATCH) return `${row.subject}\n${row.about}`.toLowerCase().includes(topic);
  return topic === "" || row.about === topic;
}

/** By the last day that it may have been said, undated ones last. */
const inTime = (p: Statement, q: Statement): number => (p.last_day || "9").localeCompare(q.last_day || "9") || p.first_day.localeCompare(q.first_day) || idOf(p).localeCompare(idOf(q));

export function asked(data: PageData, topic: string, asOf: string): Asked {
  const about = data.statements.filter((row) => isAbout(row, topic)).sort(inTime);
  const isKnown = (row: Statement) => asOf === "" || (row.last_day !== "" && row.last_day <= asOf);
  const shown = about.filter((row) => isKnown(row) || (row.first_day !== "" && row.first_day <= asOf)).map((row) => ({ row, perhaps: !isKnown(row) }));
  const known = new Set(data.statements.filter(isKnown).map(idOf));
  const here = new Set(shown.filter((item) => !item.perhaps).map((item) => idOf(item.row)));
  const pairs = data.timeline.contradictions.filter((pair) => [pair.first, pair.second].every((ids) => ids.some((id) => known.has(id))) && [...pair.first, ...pair.second].some((id) => here.has(id)));
  return { topic: about, shown, pairs };
}

/** Ids that stand against a statement. */
export function against(pairs: Contradiction[], id: string): string[] {
  return pairs.flatMap((pair) => (pair.first.includes(id) ? pair.second : pair.second.includes(id) ? pair.first : []));
}
