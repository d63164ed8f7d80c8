import type { GeneratorState } from "./generator";
import { defaultGenerator } from "./manual-seed";

/** Runs `fn` with the default generator where `state` says, and puts it back to where it was. */
export function replay<T>(state: GeneratorState, fn: () => T): T {
  const generator = defaultGenerator();
  const before = generator.state();
  generator.setState(state);
  try {
    return fn();
  } finally {
    generator.setState(before);
  }
}
