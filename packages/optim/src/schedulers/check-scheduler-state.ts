import { ArgumentError } from "@nn/core";
import { checkInteger, checkNotNegative } from "../checks";
import type { SchedulerState } from "./lr-scheduler";

/** Throws unless `state` is one of the scheduler called `name`, for an optimizer of `groups` groups. */
export function checkSchedulerState(name: string, groups: number, state: SchedulerState): void {
  const owner = `${name}.loadStateDict`;
  const { scheduler, lastEpoch, baseLrs, lrs } = (state ?? {}) as Partial<SchedulerState>;
  if (!Array.isArray(baseLrs) || !Array.isArray(lrs) || lastEpoch === undefined) {
    throw new ArgumentError(`${owner}: expected what stateDict() gives, { scheduler, lastEpoch, baseLrs, lrs }`);
  }
  if (scheduler !== undefined && scheduler !== name) {
    throw new ArgumentError(`${owner}: the state is one of ${scheduler}, this scheduler is ${name}`);
  }
  if (baseLrs.length !== groups || lrs.length !== groups) {
    throw new ArgumentError(`${owner}: the state is for ${baseLrs.length} groups, the optimizer has ${groups}`);
  }
  checkInteger(owner, "lastEpoch", lastEpoch, 0);
  baseLrs.forEach((lr: number, i) => checkNotNegative(owner, `baseLrs[${i}]`, lr));
  lrs.forEach((lr: number, i) => checkNotNegative(owner, `lrs[${i}]`, lr));
}
