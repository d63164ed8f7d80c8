import type { Backend, Kernel, PrimitiveName, Primitives, View } from "../backend";
import { inspect, isAnomalyMode } from "../autograd/anomaly";
import { isGradEnabled, noGrad } from "../autograd/grad-mode";
import { Node, type Gradient, type Spec } from "../autograd/graph";
import { recompute } from "../autograd/recompute";
import { isFloat } from "../dtype";
import { BackendError, DTypeError } from "../errors";
import type { FusedName, FusedOps } from "../fused/fused-ops";
import type { FusedSpec } from "../fused/fused-spec";
import { primitives } from "../primitives";
import type { PrimitiveSpec } from "../primitives/primitive-spec";
import { viewGradients, type ViewPrimitives } from "../primitives/view-gradients";
import { formatShape, rowMajorStrides, sizeOf, type Shape } from "../shape";
import { Tensor } from "../tensor/tensor";
import { expandView, isContiguous } from "../view";
import { getBackend } from "./current-backend";
import { Storage } from "./memory";
import { runScope } from "./scope";

/**
 * Runs a primitive: checks, allocates, calls the backend's kernel, records. Every op of the library comes through
 * here or through one of the other functions of this file.
 */
export function dispatch<P extends PrimitiveName>(name: P, inputs: readonly Tensor[], attrs: Primitives[P]): Tensor {
  return dispatchAll(name, inputs, attrs)[0];
}

/** `dispatch` for primitives with several outputs. */
export function dispatchAll<P extends PrimitiveName>(
  name: P,
  inputs: readonly Tensor[],
  attrs: Primitives[P],
): Tensor[] {
  const spec = primitives[name] as PrimitiveSpec<Primitives[P]>;
  const title = spec.title ? spec.title(attrs) : name;
  const backend = backendOf(title, inputs);
  const specs = spec.infer(inputs, attrs);
  const views = spec.broadcast ? broadcastViews(inputs, specs[0].shape) : inputs.map((t) => t.layout);
  const outputs = specs.map((s) => allocate(title, backend, s));
  executeInto(backend.kernels[name] as Kernel<Primitives[P]>, title, backend, views, outputs, attrs, spec.strided);
  return finish(title, spec.gradient, inputs, outputs, attrs);
}

/** Runs a fused op: by the backend's kernel when it has one, else by its decomposition. */
export function dispatchFused<F extends FusedName>(
  spec: FusedSpec<F>,
  inputs: readonly Tensor[],
  attrs: FusedOps[F],
): Tensor[] {
  const backend = backendOf(spec.name, inputs);
  const specs = spec.infer(inputs, attrs);
  const kernel = fusedKernel(spec.name, backend, inputs);
  if (!kernel) {
    const decompose = (): readonly Tensor[] => runScope(spec.name, () => spec.decompose(inputs, attrs));
    if (!spec.gradient || !needsGradient(inputs)) return [...decompose()];
    // An output that is an input gets a handle of its own: recording must not give the input another identity.
    const outputs = noGrad(decompose).map((t) => (inputs.includes(t) ? t.detach() : t));
    return finish(spec.name, spec.gradient, inputs, outputs, attrs);
  }
  const outputs = specs.map((s) => allocate(spec.name, backend, s));
  const views = inputs.map((t) => t.layout);
  executeInto(kernel, spec.name, backend, views, outputs, attrs, false);
  return finish(spec.name, spec.gradient ?? recompute(spec.decompose), inputs, outputs, attrs);
}

/**
 * Runs a fused op that updates inputs: output `i` replaces the value of input `spec.updates[i]`, in its own buffer
 * when nothing else holds it (saved values and other views keep what they had).
 */
export function dispatchUpdate<F extends FusedName>(
  spec: FusedSpec<F> & { readonly updates: readonly number[] },
  inputs: readonly Tensor[],
  attrs: FusedOps[F],
): void {
  const backend = backendOf(spec.name, inputs);
  const specs = spec.infer(inputs, attrs);
  const kernel = fusedKernel(spec.name, backend, inputs);
  noGrad(() =>
    runScope(spec.name, () => {
      let outputs: readonly Tensor[];
      if (kernel) {
        outputs = specs.map((s, i) => {
          const target = inputs[spec.updates[i]];
          return ownsWholeBuffer(target) ? target : allocate(spec.name, backend, s);
        });
        const views = inputs.map((t) => t.layout);
        execute(kernel, spec.name, backend, views, outputs, attrs, false);
      } else {
        outputs = spec.decompose(inputs, attrs);
      }
      outputs.forEach((output, i) => {
        if (output !== inputs[spec.updates[i]]) inputs[spec.updates[i]].replaceBy(output);
      });
    }),
  );
}

function fusedKernel<F extends FusedName>(
  name: F,
  { caps, fused }: Backend,
  [first]: readonly Tensor[],
): Kernel<FusedOps[F]> | undefined {
  return caps.fusedDTypes?.has(first.layout.dtype) === false ? undefined : (fused[name] as Kernel<FusedOps[F]>);
}

/** Makes another view of a tensor's buffer: no kernel runs. */
export function dispatchView<V extends keyof ViewPrimitives>(
  name: V,
  x: Tensor,
  view: View,
  attrs: ViewPrimitives[V],
): Tensor {
  x.check(name);
  const output = new Tensor(x.storage.retain(), view);
  if (x.link && isGradEnabled()) {
    new Node(name, viewGradients[name] as Gradient<unknown>, attrs, [x], [output]);
  }
  return output;
}

/** Makes several views of a tensor's buffer as one op, with `gradient` as its rule. */
export function dispatchViews<A>(
  name: string,
  x: Tensor,
  views: readonly View[],
  gradient: Gradient<A>,
  attrs: A,
): Tensor[] {
  x.check(name);
  const outputs = views.map((view) => new Tensor(x.storage.retain(), view));
  if (x.link && isGradEnabled()) new Node(name, gradient as Gradient<unknown>, attrs, [x], outputs);
  return outputs;
}

/** A tensor of row-major, uninitialised memory. */
export function allocate(title: string, backend: Backend, spec: Spec): Tensor {
  const { shape, dtype } = spec;
  if (!backend.caps.dtypes.has(dtype)) {
    throw new DTypeError(
      `${title}: backend ${backend.name} does not hold ${dtype}, only ${[...backend.caps.dtypes].join(", ")}`,
    );
  }
  const length = sizeOf(shape);
  let buffer;
  try {
    buffer = backend.allocate(dtype, length);
  } catch (error) {
    throw new BackendError(`${title}: no memory for ${dtype} ${formatShape(shape)}: ${(error as Error).message}`);
  }
  return new Tensor(new Storage(backend, dtype, length, buffer, title), {
    buffer,
    dtype,
    shape,
    strides: rowMajorStrides(shape),
    offset: 0,
  });
}

/** Calls the kernel on views that it can take. */
function execute<A>(
  kernel: Kernel<A>,
  title: string,
  backend: Backend,
  views: View[],
  outputs: readonly Tensor[],
  attrs: A,
  strided: boolean,
): void {
  if (sizeOf(outputs[0].layout.shape) === 0) return;
  const copies = strided ? undefined : makeContiguous(views, title, backend);
  try {
    kernel(
      views,
      outputs.map((t) => t.layout),
      attrs,
    );
  } finally {
    if (copies) for (const copy of copies) copy.release(title);
  }
}

/** `execute` into outputs made for it, which are freed when the kernel throws. */
function executeInto<A>(...args: Parameters<typeof execute<A>>): void {
  try {
    execute(...args);
  } catch (error) {
    for (const output of args[4]) output.dispose();
    throw error;
  }
}

/** Replaces views with gaps by copies, in place; gives the copies' storages. */
function makeContiguous(views: View[], title: string, backend: Backend): Storage[] | undefined {
  let copies: Storage[] | undefined;
  for (let i = 0; i < views.length; i++) {
    const view = views[i];
    if (isContiguous(view)) continue;
    const { dtype, shape } = view;
    const length = sizeOf(shape);
    const storage = new Storage(backend, dtype, length, backend.allocate(dtype, length), title);
    views[i] = { buffer: storage.buffer, dtype, shape, strides: rowMajorStrides(shape), offset: 0 };
    if (length > 0) backend.kernels.copy([view], [views[i]], {});
    (copies ??= []).push(storage);
  }
  return copies;
}

function finish<A>(
  title: string,
  gradient: Gradient<A> | undefined,
  inputs: readonly Tensor[],
  outputs: Tensor[],
  attrs: A,
): Tensor[] {
  if (gradient && isFloat(outputs[0].layout.dtype) && needsGradient(inputs)) {
    new Node(title, gradient as Gradient<unknown>, attrs, inputs, outputs);
  }
  if (isAnomalyMode()) inspect(title, inputs, outputs);
  return outputs;
}

function broadcastViews(inputs: readonly Tensor[], shape: Shape): View[] {
  const views = new Array<View>(inputs.length);
  for (let i = 0; i < inputs.length; i++) views[i] = expandView(inputs[i].layout, shape);
  return views;
}

function needsGradient(inputs: readonly Tensor[]): boolean {
  if (!isGradEnabled()) return false;
  for (let i = 0; i < inputs.length; i++) if (inputs[i].link) return true;
  return false;
}

function ownsWholeBuffer(tensor: Tensor): boolean {
  const { storage, layout } = tensor;
  return storage.holders === 1 && isContiguous(layout) && sizeOf(layout.shape) === storage.length;
}

/** The one backend of all inputs; the current one when there are none. */
function backendOf(title: string, inputs: readonly Tensor[]): Backend {
  if (inputs.length === 0) return getBackend();
  const { backend } = inputs[0].storage;
  for (let i = 0; i < inputs.length; i++) {
    inputs[i].check(title);
    const other = inputs[i].storage.backend;
    if (other !== backend) {
      throw new BackendError(
        `${title}: tensors live on different backends (${backend.name} and ${other.name}); ` +
          `move one with \`await x.to(backend)\``,
      );
    }
  }
  return backend;
}
