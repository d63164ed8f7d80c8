import type { WeightedSum } from "./weight-matrix";

/** Means of `outputs` windows that cover `inputs` elements as evenly as integers allow, as in PyTorch. */
export function adaptiveSums(inputs: number, outputs: number): WeightedSum[] {
  return Array.from({ length: outputs }, (_, i) => {
    const start = Math.floor((i * inputs) / outputs);
    const size = Math.ceil(((i + 1) * inputs) / outputs) - start;
    return Array.from({ length: size }, (_, tap) => [start + tap, 1 / size] as const);
  });
}
