import { type Backend, type FusedKernels, ITEM_SIZE, type Kernel, type PrimitiveKernels } from "@nn/core";
import { gelu, geluGrad, silu, siluGrad } from "./fused/activations";
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
import { softmax } from "./fused/softmax";
import { softmaxGrad } from "./fused/softmax-grad";
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
import type { Block, Machine } from "./machine/machine";

/** Makes a kernel that runs on a machine. */
type For<K> = (machine: Machine) => K;

const kernels: { readonly [P in keyof PrimitiveKernels]: For<PrimitiveKernels[P]> } = {
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

const fused: { readonly [F in keyof FusedKernels]-?: For<NonNullable<FusedKernels[F]>> } = {
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

/** A backend that computes in WebAssembly. Kernels have run when they return. */
export interface WasmBackend extends Backend {
  /** Threads at work, the calling one included: 1 where the runtime allows no more. */
  readonly threads: number;
}

export function createBackend(machine: Machine): WasmBackend {
  const readSync: NonNullable<Backend["readSync"]> = (buffer, dtype, offset, length) =>
    machine.elements(dtype, (buffer as Block).address + offset * ITEM_SIZE[dtype], length).slice();
  return {
    name: "wasm",
    threads: machine.threads,
    caps: {
      dtypes: new Set(["float32", "float64", "int32", "uint8", "bool"]),
      collectable: false,
      fusedDTypes: new Set(["float32"]),
    },
    kernels: bind(kernels, machine) as unknown as PrimitiveKernels,
    fused: bind(fused, machine) as FusedKernels,
    allocate: (dtype, length) => machine.allocate(length * ITEM_SIZE[dtype]),
    free: (buffer) => machine.free(buffer as Block),
    write: (buffer, data) => machine.write(buffer as Block, data),
    read: async (...place) => readSync(...place),
    readSync,
    dispose: () => machine.dispose(),
  };
}

/** The kernels of a table, made for `machine`. */
function bind(table: object, machine: Machine): Record<string, Kernel<never>> {
  const entries = Object.entries(table as Record<string, For<Kernel<never>>>);
  return Object.fromEntries(entries.map(([name, make]) => [name, make(machine)]));
}
