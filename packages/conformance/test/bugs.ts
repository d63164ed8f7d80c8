import {
  sizeOf,
  type Backend,
  type Kernel,
  type PrimitiveKernels,
  type PrimitiveName,
  type Primitives,
  type View,
} from "@nn/core";
import type { OpName } from "../src";
import { dataOf, load, store } from "../src/reference/memory";
import { plainBackend } from "../src/reference/plain-backend";
import { withKernels } from "../src/wrap";
import { fusedKernels } from "./fused-kernels";

/** A backend with one mistake, and where the suite should look for it. */
export interface Bug {
  readonly name: string;
  readonly ops: readonly OpName[];
  /** A group of behaviours that shows it, where no case does. */
  readonly behaviour?: string;
  readonly plant: () => Backend;
}

/** A kernel's call, to be answered wrongly; `run` answers it rightly. */
interface Call<A> {
  readonly run: () => void;
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
  readonly attrs: A;
  readonly kernel: Kernel<A>;
}

type Replacement<A> = (call: Call<A>) => void;

/** A mistake in one primitive: `replacement` runs in its place and may run the right kernel. */
export function primitive<P extends PrimitiveName>(
  name: P,
  what: string,
  ops: readonly OpName[],
  replacement: Replacement<Primitives[P]>,
  behaviour?: string,
): Bug {
  const plant = (): Backend => {
    const right = plainBackend();
    const kernel = right.kernels[name] as Kernel<Primitives[P]>;
    const kernels = { ...right.kernels, [name]: broken(kernel, replacement) } as PrimitiveKernels;
    return withKernels(right, { kernels });
  };
  return { name: `${name}: ${what}`, ops, plant, ...(behaviour === undefined ? {} : { behaviour }) };
}

/** A mistake in one fused kernel. */
export function fused<F extends keyof typeof fusedKernels>(
  name: F,
  what: string,
  ops: readonly OpName[],
  replacement: Replacement<Parameters<(typeof fusedKernels)[F]>[2]>,
): Bug {
  const kernel = fusedKernels[name] as Kernel<Parameters<(typeof fusedKernels)[F]>[2]>;
  const plant = (): Backend => plainBackend({ ...fusedKernels, [name]: broken(kernel, replacement) });
  return { name: `${name} kernel: ${what}`, ops, plant };
}

function broken<A>(kernel: Kernel<A>, replacement: Replacement<A>): Kernel<A> {
  return (inputs, outputs, attrs) =>
    replacement({ run: () => kernel(inputs, outputs, attrs), inputs, outputs, attrs, kernel });
}

/** Changes the values of a contiguous output. */
export function edit(output: View, change: (values: Float64Array) => ArrayLike<number>): void {
  store(output, change(load(output)));
}

/** The view as a kernel that expects no gaps would read it. */
export function withoutStrides(view: View): View {
  const strides = view.shape.map((_, d) => sizeOf(view.shape.slice(d + 1)));
  const fits = view.offset + sizeOf(view.shape) <= dataOf(view.buffer).length;
  return { ...view, strides, offset: fits ? view.offset : 0 };
}
