import type { Backend } from "@nn/core";

/** The same device under other kernels; its buffers are those of `backend`. */
export function withKernels(
  backend: Backend,
  { kernels = backend.kernels, fused = backend.fused, name = backend.name } = {},
): Backend {
  const wrapped: Backend = {
    name,
    caps: backend.caps,
    kernels,
    fused,
    allocate: (dtype, length) => backend.allocate(dtype, length),
    free: (buffer, dtype, length) => backend.free(buffer, dtype, length),
    write: (buffer, data) => backend.write(buffer, data),
    read: (buffer, dtype, offset, length) => backend.read(buffer, dtype, offset, length),
    dispose: () => undefined,
  };
  const { readSync } = backend;
  if (!readSync) return wrapped;
  return { ...wrapped, readSync: (...args) => readSync.apply(backend, args) };
}

const unfused = /* @__PURE__ */ new WeakMap<Backend, Backend>();

/** `backend` with every fused op run as its decomposition. */
export function withoutFused(backend: Backend): Backend {
  let plain = unfused.get(backend);
  if (!plain)
    unfused.set(backend, (plain = withKernels(backend, { fused: {}, name: `${backend.name} without fused` })));
  return plain;
}
