import { Generator } from "./generator";

let generator: Generator | undefined;

/** Seeds the default generator, which random functions use unless `generator` names another, and gives it back. */
export function manualSeed(seed: number): Generator {
  return defaultGenerator().seed(seed);
}

/** The generator of random functions that are given none. */
export function defaultGenerator(): Generator {
  return (generator ??= new Generator());
}
