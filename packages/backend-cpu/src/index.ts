import type { Backend, FusedKernels, PrimitiveKernels, TypedArray } from "@nn/core";
import { adamStep } from "./fused/adam-step";
import { avgPool2d } from "./fused/avg-pool2d";
import { avgPool2dGrad } from "./fused/avg-pool2d-grad";
import { batchNorm } from "./fused/batch-norm";
import { batchNormGrad } from "./fused/batch-norm-grad";
import { conv2d } from "./fused/conv2d";
import { conv2dInputGrad } from "./fused/conv2d-input-grad";
import { conv2dWeightGrad } from "./fused/conv2d-weight-grad";
import { crossEntropy } from "./fused/cross-entropy";
import { embedding } from "./fused/embedding";
import { embeddingGrad } from "./fused/embedding-grad";
import { gelu } from "./fused/gelu";
import { groupNorm } from "./fused/group-norm";
import { groupNormGrad } from "./fused/group-norm-grad";
import { layerNorm } from "./fused/layer-norm";
import { layerNormGrad } from "./fused/layer-norm-grad";
import { linear } from "./fused/linear";
import { logSoftmax } from "./fused/log-softmax";
import { maxPool2d } from "./fused/max-pool2d";
import { maxPool2dGrad } from "./fused/max-pool2d-grad";
import { rmsNorm } from "./fused/rms-norm";
import { rmsNormGrad } from "./fused/rms-norm-grad";
import { sgdStep } from "./fused/sgd-step";
import { silu } from "./fused/silu";
import { softmax } from "./fused/softmax";
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
import { createPool } from "./pool";

const kernels: PrimitiveKernels = {
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

const fused: FusedKernels = {
  linear,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  maxPool2d,
  maxPool2dGrad,
  avgPool2d,
  avgPool2dGrad,
  softmax,
  logSoftmax,
  crossEntropy,
  layerNorm,
  layerNormGrad,
  rmsNorm,
  rmsNormGrad,
  groupNorm,
  groupNormGrad,
  batchNorm,
  batchNormGrad,
  gelu,
  silu,
  embedding,
  embeddingGrad,
  sgdStep,
  adamStep,
};

/** A backend in plain TypeScript. Kernels run at once, on one thread; buffers are typed arrays. */
export function cpu(): Backend {
  const pool = createPool();
  const readSync = (buffer: object, offset: number, length: number): TypedArray =>
    (buffer as TypedArray).slice(offset, offset + length);
  return {
    name: "cpu",
    caps: { dtypes: new Set(["float32", "float64", "int32", "uint8", "bool"]), collectable: true },
    kernels,
    fused,
    allocate: pool.allocate,
    free: (buffer, dtype) => pool.free(buffer as TypedArray, dtype),
    write: (buffer, data) => (buffer as TypedArray).set(data),
    read: async (buffer, _, offset, length) => readSync(buffer, offset, length),
    readSync: (buffer, _, offset, length) => readSync(buffer, offset, length),
    dispose: pool.dispose,
  };
}
