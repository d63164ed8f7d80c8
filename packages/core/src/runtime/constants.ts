import type { Backend } from "../backend";
import type { DType } from "../dtype";
import type { Tensor } from "../tensor/tensor";
import { allocate } from "./dispatch";
import { keep } from "./scope";

const LIMIT = 256;
interface Cache {
  /** The backend's when the tensors were made: those of another are lost. */
  readonly generation: number | undefined;
  readonly tensors: Map<string, Tensor>;
}

const caches = /* @__PURE__ */ new WeakMap<Backend, Cache>();

/** The scalar tensor of a plain number, made once per backend while it is in use. Not to be disposed. */
export function constant(backend: Backend, dtype: DType, value: number): Tensor {
  let cache = caches.get(backend);
  if (!cache || cache.generation !== backend.generation) {
    caches.set(backend, (cache = { generation: backend.generation, tensors: new Map() }));
  }
  const { tensors } = cache;
  // Numbers print the same for 0 and -0.
  const key = dtype + (Object.is(value, -0) ? "-0" : value);
  let scalar = tensors.get(key);
  if (!scalar) {
    scalar = keep(allocate("constant", backend, { shape: [], dtype }));
    backend.kernels.full([], [scalar.layout], { shape: [], dtype, value });
    tensors.set(key, scalar);
    if (tensors.size > LIMIT) evictOldest(tensors);
  }
  return scalar;
}

function evictOldest(tensors: Map<string, Tensor>): void {
  for (const [key, scalar] of tensors) {
    tensors.delete(key);
    scalar.dispose();
    return;
  }
}
