import { TrainError } from "../error";
import type { Callback } from "../callbacks/callback";

/** Throws unless `value` is a whole number of at least `low`. */
export function checkInteger(name: string, value: number, low: number): void {
  if (Number.isSafeInteger(value) && value >= low) return;
  throw new TrainError(`fit: ${name} must be an integer of at least ${low}, got ${value}`);
}

/** Throws when two callbacks would share their place in a checkpoint. */
export function checkNames(callbacks: readonly Callback[]): void {
  const names = callbacks.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new TrainError(`fit: two callbacks are called "${twice}", expected different names`);
}
