import type { Backend, Kernel, PrimitiveKernels, PrimitiveName, View } from "../src/backend";
import { hostArray, type DType } from "../src/dtype";

/** One kernel call, without values. */
interface Call {
  readonly name: PrimitiveName;
  readonly attrs: unknown;
  readonly inputs: readonly View[];
  readonly outputs: readonly View[];
}

/** A backend that computes nothing: it lists kernel calls and buffers, and reads back zeros. */
export interface RecordingBackend extends Backend {
  readonly calls: Call[];
  /** Buffers allocated and not freed. */
  readonly live: Set<object>;
}

const NAMES: Record<PrimitiveName, true> = {
  arange: true,
  argReduce: true,
  binary: true,
  cast: true,
  compare: true,
  concat: true,
  copy: true,
  cumulative: true,
  fold: true,
  full: true,
  gather: true,
  matmul: true,
  pad: true,
  random: true,
  reduce: true,
  scatter: true,
  scatterAdd: true,
  sort: true,
  unary: true,
  where: true,
};

export function recordingBackend(dtypes: readonly DType[] = ["float32", "int32", "uint8", "bool"]): RecordingBackend {
  const calls: Call[] = [];
  const live = new Set<object>();
  const record =
    (name: PrimitiveName): Kernel<unknown> =>
    (inputs, outputs, attrs) => {
      for (const { buffer } of [...inputs, ...outputs]) {
        if (!live.has(buffer)) throw new Error(`${name} was given a freed buffer`);
      }
      calls.push({ name, attrs, inputs: [...inputs], outputs: [...outputs] });
    };
  const kernels = Object.fromEntries((Object.keys(NAMES) as PrimitiveName[]).map((name) => [name, record(name)]));
  return {
    name: "recording",
    caps: { dtypes: new Set(dtypes), collectable: false },
    kernels: kernels as unknown as PrimitiveKernels,
    fused: {},
    calls,
    live,
    allocate: () => {
      const buffer = {};
      live.add(buffer);
      return buffer;
    },
    free: (buffer) => {
      if (!live.delete(buffer)) throw new Error("a buffer was freed twice");
    },
    write: () => undefined,
    read: (_buffer, dtype, _offset, length) => Promise.resolve(hostArray(dtype, length)),
    dispose: () => live.clear(),
  };
}
