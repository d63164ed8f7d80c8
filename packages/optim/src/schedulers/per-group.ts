import { ArgumentError } from "@nn/core";
import type { ScheduledOptimizer } from "./lr-scheduler";

/** One value for each of the optimizer's groups, given as a list of them or as the one value of all. */
export function perGroup<T>(
  owner: string,
  name: string,
  { groups }: ScheduledOptimizer,
  given: T | readonly T[],
): readonly T[] {
  if (!Array.isArray(given)) return groups.map(() => given as T);
  if (given.length === groups.length) return given as readonly T[];
  throw new ArgumentError(
    `${owner}: ${name} has ${given.length} values, the optimizer has ${groups.length} groups; give one for each, or one for all`,
  );
}
