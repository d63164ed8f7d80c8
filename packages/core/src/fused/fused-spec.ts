import type { Gradient, Spec } from "../autograd/graph";
import type { Tensor } from "../tensor/tensor";
import type { FusedName, FusedOps } from "./fused-ops";

/** What core knows of a fused op. */
export interface FusedSpec<F extends FusedName> {
  readonly name: F;
  /** Shapes and dtypes of the outputs; throws when the inputs do not fit. */
  readonly infer: (inputs: readonly Spec[], attrs: FusedOps[F]) => readonly Spec[];
  /** The definition in other ops: what runs where the backend has no kernel, and what kernels are checked against. */
  readonly decompose: (inputs: readonly Tensor[], attrs: FusedOps[F]) => readonly Tensor[];
  /** Without it the gradient is that of the decomposition, computed again in the backward pass. */
  readonly gradient?: Gradient<FusedOps[F]>;
  /** For updates: output i replaces the value of input updates[i]. */
  readonly updates?: readonly number[];
}
