import { noGrad, scope, type Backend, type DType, type Generator, type Tensor } from "@nn/core";

/** What every random initialiser accepts. */
export interface RandomFillOptions {
  /** Where the numbers come from; the generator of `manualSeed` when absent. */
  generator?: Generator;
}

/** Replaces the values of `tensor` by what `make` gives for its place and kind, outside of any graph. */
export function fill<T extends Tensor>(tensor: T, make: (like: { dtype: DType; backend: Backend }) => Tensor): T {
  const { dtype, backend } = tensor;
  noGrad(() =>
    scope(() => {
      tensor.assign(make({ dtype, backend }));
    }),
  );
  return tensor;
}
