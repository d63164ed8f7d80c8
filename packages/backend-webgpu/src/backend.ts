import type { Backend, DType, FusedKernels, FusedOps, Kernel, PrimitiveKernels, Primitives } from "@nn/core";
import { adamStep } from "./fused/adam-step";
import { attention } from "./fused/attention";
import { avgPool2d } from "./fused/avg-pool2d";
import { avgPool2dGrad } from "./fused/avg-pool2d-grad";
import { batchNorm } from "./fused/batch-norm";
import { batchNormGrad } from "./fused/batch-norm-grad";
import { conv2d } from "./fused/conv2d";
import { conv2dInputGrad } from "./fused/conv2d-input-grad";
import { conv2dWeightGrad } from "./fused/conv2d-weight-grad";
import { crossEntropy } from "./fused/cross-entropy";
import { crossEntropyGrad } from "./fused/cross-entropy-grad";
import { embedding } from "./fused/embedding";
import { embeddingGrad } from "./fused/embedding-grad";
import { gelu } from "./fused/gelu";
import { geluGrad } from "./fused/gelu-grad";
import { groupNorm } from "./fused/group-norm";
import { groupNormGrad } from "./fused/group-norm-grad";
import { gruGates } from "./fused/gru-gates";
import { gruGatesGrad } from "./fused/gru-gates-grad";
import { layerNorm } from "./fused/layer-norm";
import { layerNormGrad } from "./fused/layer-norm-grad";
import { linear } from "./fused/linear";
import { logSoftmax } from "./fused/log-softmax";
import { logSoftmaxGrad } from "./fused/log-softmax-grad";
import { lstmGates } from "./fused/lstm-gates";
import { lstmGatesGrad } from "./fused/lstm-gates-grad";
import { maxPool2d } from "./fused/max-pool2d";
import { maxPool2dGrad } from "./fused/max-pool2d-grad";
import { rmsNorm } from "./fused/rms-norm";
import { rmsNormGrad } from "./fused/rms-norm-grad";
import { sgdStep } from "./fused/sgd-step";
import { silu } from "./fused/silu";
import { siluGrad } from "./fused/silu-grad";
import { softmax } from "./fused/softmax";
import { softmaxGrad } from "./fused/softmax-grad";
import type { Block } from "./gpu/block";
import type { Gpu, WarmupProgress } from "./gpu/gpu";
import type { Profile } from "./gpu/profiler";
import { itemBytes } from "./gpu/storage";
import type { For } from "./kernel";
import { arange } from "./kernels/arange";
import { argReduce } from "./kernels/arg-reduce";
import { binary } from "./kernels/binary";
import { cast } from "./kernels/cast";
import { compare } from "./kernels/compare";
import { concat } from "./kernels/concat";
import { copy } from "./kernels/copy";
import { cumulative } from "./kernels/cumulative";
import { fold } from "./kernels/fold";
import { full } from "./kernels/full";
import { gather } from "./kernels/gather";
import { matmul } from "./kernels/matmul";
import { pad } from "./kernels/pad";
import { random } from "./kernels/random";
import { reduce } from "./kernels/reduce";
import { scatter } from "./kernels/scatter";
import { scatterAdd } from "./kernels/scatter-add";
import { sort } from "./kernels/sort";
import { unary } from "./kernels/unary";
import { where } from "./kernels/where";

const kernels: { readonly [P in keyof Primitives]: For<Primitives[P]> } = {
  unary,
  binary,
  compare,
  where,
  cast,
  copy,
  full,
  arange,
  random,
  reduce,
  argReduce,
  cumulative,
  matmul,
  pad,
  concat,
  fold,
  gather,
  scatter,
  scatterAdd,
  sort,
};

const fused: { readonly [F in keyof FusedOps]: For<FusedOps[F]> } = {
  linear,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  maxPool2d,
  maxPool2dGrad,
  avgPool2d,
  avgPool2dGrad,
  softmax,
  softmaxGrad,
  logSoftmax,
  logSoftmaxGrad,
  crossEntropy,
  crossEntropyGrad,
  layerNorm,
  layerNormGrad,
  rmsNorm,
  rmsNormGrad,
  groupNorm,
  groupNormGrad,
  batchNorm,
  batchNormGrad,
  gelu,
  geluGrad,
  silu,
  siluGrad,
  embedding,
  embeddingGrad,
  attention,
  lstmGates,
  lstmGatesGrad,
  gruGates,
  gruGatesGrad,
  sgdStep,
  adamStep,
};

/** A backend that computes in WebGPU. Kernels are queued; a read waits for them. */
export interface WebgpuBackend extends Backend {
  /** Resolves once a device is there again after the last one was lost. Tensors of the lost one are gone. */
  restore(): Promise<void>;
  /**
   * Runs `fn` once, sync or async, and resolves when every shader that it needs is compiled and its work is done: what
   * runs afterwards starts at full speed. Shaders compile in the background either way; nothing blocks.
   */
  warmup(fn: () => unknown, options?: { readonly onProgress?: (progress: WarmupProgress) => void }): Promise<void>;
  /** Runs `fn` once, sync or async, and tells how long each of its kernels took on the device. */
  profile(fn: () => unknown): Promise<Profile>;
}

export function createBackend(gpu: Gpu): WebgpuBackend {
  const dtypes: DType[] = ["float32", "int32", "uint8", "bool"];
  if (gpu.features.has("shader-f16")) dtypes.push("float16");
  return {
    name: "webgpu",
    caps: {
      dtypes: new Set(dtypes),
      collectable: false,
    },
    get generation() {
      return gpu.generation;
    },
    kernels: bind(kernels, gpu) as unknown as PrimitiveKernels,
    fused: bind(fused, gpu) as FusedKernels,
    allocate: (dtype, length) => gpu.take(length * itemBytes(dtype)),
    free: (buffer) => gpu.give(buffer as Block),
    write: (buffer, data) => gpu.write(buffer as Block, data),
    read: (buffer, ...place) => gpu.read(buffer as Block, ...place),
    restore: () => gpu.restore(),
    warmup: (fn, { onProgress } = {}) => gpu.warmup(fn, onProgress),
    profile: (fn) => gpu.profile(fn),
    dispose: () => gpu.dispose(),
  };
}

/** The kernels of a table, made for `gpu`. */
function bind(table: object, gpu: Gpu): Record<string, Kernel<never>> {
  const entries = Object.entries(table as Record<string, For<never>>);
  return Object.fromEntries(entries.map(([name, make]) => [name, make(gpu)]));
}
