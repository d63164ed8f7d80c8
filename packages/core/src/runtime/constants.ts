import type { Backend } from "../backend";
import type { DType } from "../dtype";
import type { Tensor } from "../tensor/tensor";
import { allocate } from "./dispatch";
import { keep } from "./scope";

const LIMIT = 256;
const caches = /* @__PURE__ */ new WeakMap<Backend, Map<string, Tensor>>();

/** The scalar tensor of a plain number, made once per backend while it is in use. Not to be disposed. */
export function constant(backend: Backend, dtype: DType, value: number): Tensor {
  let cache = caches.get(backend);
  if (!cache) caches.set(backend, (cache = new Map()));
  // Numbers print the same for 0 and -0.
  const key = dtype + (Object.is(value, -0) ? "-0" : value);
  let scalar = cache.get(key);
  if (!scalar) {
    scalar = keep(allocate("constant", backend, { shape: [], dtype }));
    backend.kernels.full([], [scalar.layout], { shape: [], dtype, value });
    cache.set(key, scalar);
    if (cache.size > LIMIT) evictOldest(cache);
  }
  return scalar;
}

function evictOldest(cache: Map<string, Tensor>): void {
  for (const [key, scalar] of cache) {
    cache.delete(key);
    scalar.dispose();
    return;
  }
}
