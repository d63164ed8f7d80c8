import { afterwards } from "../runtime/afterwards";

let enabled = true;

/** True while operations on tensors that require gradients are recorded. */
export function isGradEnabled(): boolean {
  return enabled;
}

/** Runs `fn`, sync or async, without recording. */
export function noGrad<T>(fn: () => T): T {
  return withGradMode(false, fn);
}

/** Runs `fn` with recording on, also inside `noGrad`. */
export function enableGrad<T>(fn: () => T): T {
  return withGradMode(true, fn);
}

export function withGradMode<T>(mode: boolean, fn: () => T): T {
  const before = enabled;
  enabled = mode;
  return afterwards(() => {
    enabled = before;
  }, fn);
}
