import type { Gradient, Spec } from "../autograd/graph";

/** What core knows of a primitive. */
export interface PrimitiveSpec<A> {
  /** Shapes and dtypes of the outputs; throws when the inputs do not fit. */
  readonly infer: (inputs: readonly Spec[], attrs: A) => readonly Spec[];
  /** Kernels take inputs of any strides; else dispatch copies views with gaps. */
  readonly strided: boolean;
  /** Inputs are expanded to the output's shape. */
  readonly broadcast?: boolean;
  /** The name in errors and graphs, where it is not the primitive's own. */
  readonly title?: (attrs: A) => string;
  /** Absent when no output depends smoothly on any input. */
  readonly gradient?: Gradient<A>;
}
