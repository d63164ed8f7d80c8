import { ArgumentError } from "@nn/core";

/** Throws unless `value` is a finite number of at least 0. */
export function checkNotNegative(owner: string, name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new ArgumentError(`${owner}: ${name} must be at least 0${orFinite(value)}, got ${value}`);
}

/** Throws unless `value` is a finite number above 0. */
export function checkPositive(owner: string, name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new ArgumentError(`${owner}: ${name} must be larger than 0${orFinite(value)}, got ${value}`);
}

/** Throws unless `value` lies in [0, 1). */
export function checkDecay(owner: string, name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0 && value < 1) return;
  throw new ArgumentError(`${owner}: ${name} must lie in [0, 1), got ${value}`);
}

/** Throws unless `value` lies in [0, 1]. */
export function checkShare(owner: string, name: string, value: number): void {
  if (Number.isFinite(value) && value >= 0 && value <= 1) return;
  throw new ArgumentError(`${owner}: ${name} must lie in [0, 1], got ${value}`);
}

/** Throws unless `betas` are two numbers in [0, 1). */
export function checkBetas(owner: string, betas: readonly [number, number]): void {
  if (!Array.isArray(betas) || betas.length !== 2) {
    throw new ArgumentError(`${owner}: betas must be two numbers in [0, 1), got ${betas}`);
  }
  betas.forEach((beta, i) => checkDecay(owner, `betas[${i}]`, beta));
}

/** Throws unless `value` is an integer of at least `min`. */
export function checkInteger(owner: string, name: string, value: number, min = 1): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new ArgumentError(`${owner}: ${name} must be an integer of at least ${min}, got ${value}`);
}

/** Throws unless `value` is one of `choices`. */
export function checkChoice(owner: string, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => `"${choice}"`).join(" or ");
  throw new ArgumentError(`${owner}: ${name} must be ${list}, got ${value}`);
}

/** Throws unless `milestones` are integers of at least 1, each larger than the one before. */
export function checkMilestones(owner: string, milestones: readonly number[]): void {
  if (!Array.isArray(milestones)) throw new ArgumentError(`${owner}: milestones must be a list, got ${milestones}`);
  milestones.forEach((milestone, i) => {
    checkInteger(owner, `milestones[${i}]`, milestone);
    if (i === 0 || milestone > milestones[i - 1]) return;
    throw new ArgumentError(`${owner}: milestones must increase, got [${milestones.join(", ")}]`);
  });
}

function orFinite(value: unknown): string {
  return value === Infinity ? " and finite" : "";
}
