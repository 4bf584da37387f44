// Look-ups in what was fought: the force that is chosen, the run that is shown, dots and shares.
import type { State } from "../store";
import type { ArmFought, Fights, PairedArm, Replay } from "../types";

export const DOTS = 50;

export const replayId = (replay: Replay) => `${replay.arm}*${replay.run}`;

export function armA(fights: Fights): ArmFought | undefined {
  return fights.arms.find((arm) => arm.side === "A");
}

/** The force B of a meaning of "batch" and a placement, where it was fought. */
export function armB(fights: Fights, state: Pick<State, "meaning" | "placement">): ArmFought | undefined {
  return fights.arms.find((arm) => arm.side === "B" && arm.meaning === state.meaning && arm.placement === state.placement);
}

/** A, and B as chosen where it was fought. */
export function chosenArms(fights: Fights, state: State): ArmFought[] {
  return [armA(fights), armB(fights, state)].filter((arm) => arm !== undefined);
}

export function pairedOf(fights: Fights, arm: ArmFought | undefined): PairedArm | undefined {
  return arm && fights.paired.find((item) => item.arm === arm.id);
}

/** Stored runs of the chosen forces. */
export function replaysNow(fights: Fights, state: State): Replay[] {
  const arms = chosenArms(fights, state).map((arm) => arm.id);
  return fights.replays.filter((replay) => arms.includes(replay.arm));
}

/** The run that is shown: the chosen one, or the like of it in a force that is still chosen. */
export function replayNow(fights: Fights, state: State): Replay | undefined {
  const stored = replaysNow(fights, state);
  const exact = stored.find((replay) => replayId(replay) === state.run);
  if (exact) return exact;
  const wanted = fights.replays.find((replay) => replayId(replay) === state.run);
  const other = wanted && wanted.arm !== armA(fights)?.id ? armB(fights, state)?.id : armA(fights)?.id;
  const kind = wanted?.kind ?? "typical";
  return stored.find((replay) => replay.arm === other && replay.kind === kind) ?? stored.find((replay) => replay.kind === "typical") ?? stored[0];
}

/** Fifty values that stand for a histogram: its quantiles at 1 %, 3 %, 5 % and so on. */
export function quantileDots(counts: number[]): number[] {
  const all = counts.reduce((sum, n) => sum + n, 0);
  const dots: number[] = [];
  let below = 0;
  counts.forEach((count, value) => {
    below += count;
    while (dots.length < DOTS && (dots.length + 0.5) / DOTS <= below / Math.max(all, 1)) dots.push(value);
  });
  return dots;
}
