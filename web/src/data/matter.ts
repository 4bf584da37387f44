// Which claim matters: what a bar end says, and the answer that goes with it.
import { plain, t } from "../i18n";
import type { ClaimsMatter, MatterBar, MatterMetric, MatterSide } from "../types";

const NAMED = 2;

export function metricNow(matter: ClaimsMatter, id: string): MatterMetric | undefined {
  return matter.metrics.find((item) => item.id === id) ?? matter.metrics[0];
}

const few = (names: string[]) => names.slice(0, NAMED).join(", ") + (names.length > NAMED ? t.v7.and(names.length - NAMED) : "");

/** Publishers and claims of a bar end, the first few of each; of a reading of ours, from which claims we read it. */
export function whoOf(side: MatterSide): string {
  if (side.reading) return side.claims.length ? t.v7.readFrom(few(side.claims)) : t.v7.assumedByUs;
  if (!side.claims.length) return t.v7.assumed;
  const sources = few(side.sources);
  return sources ? `${sources} (${few(side.claims)})` : few(side.claims);
}

/** A value in the metric's unit; shares in percent. */
export function valueText(metric: MatterMetric, value: number | null | undefined): string {
  if (value === null || value === undefined) return t.fights.none;
  const text = plain(metric.is_share ? value * 100 : value);
  return metric.unit ? `${text} ${metric.unit}` : text;
}

/** The size of a change; of a share in points. */
export function sizeText(metric: MatterMetric, value: number | null | undefined): string {
  if (value === null || value === undefined) return t.fights.none;
  const unit = metric.is_share ? t.v7.points : metric.unit;
  return `${plain(metric.is_share ? value * 100 : value)}${unit ? ` ${unit}` : ""}`;
}

/** A change with its sign. */
export function changeText(metric: MatterMetric, value: number | null | undefined): string {
  return `${(value ?? 0) > 0 ? "+" : ""}${sizeText(metric, value)}`;
}

/** The bar end of a metric that an answer belongs to. */
export function endOf(metric: MatterMetric, answer: string): { bar: MatterBar; side: MatterSide } | undefined {
  for (const bar of metric.bars) {
    const side = bar.sides.find((item) => item.answer === answer);
    if (side) return { bar, side };
  }
  return undefined;
}

/** The same in whichever metric knows it, the shown one first. */
export function believedEnd(matter: ClaimsMatter, shown: string, answer: string): { metric: MatterMetric; bar: MatterBar; side: MatterSide } | undefined {
  const first = metricNow(matter, shown);
  for (const metric of first ? [first, ...matter.metrics] : matter.metrics) {
    const end = endOf(metric, answer);
    if (end) return { metric, ...end };
  }
  return undefined;
}

/** The bar that moves the metric most, as the title tells it. */
export function leading(metric: MatterMetric): MatterBar | undefined {
  return metric.bars.find((bar) => bar.key === metric.leading);
}
