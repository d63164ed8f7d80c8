import { cnn, lenet, mlp, mlpDeep } from "../works/network";

/** What a backend promises for one work. */
export interface Goal {
  readonly work: string;
  /** Contestants, of which the fastest counts. */
  readonly own: readonly string[];
  /** At least so many times faster than the fastest of some contestants, or at most so long, per op or per run. */
  readonly bound:
    | { readonly peers: readonly string[]; readonly times: number }
    | { readonly ns: number }
    | { readonly ms: number };
}

/** The goals by the name under which they are shown: that of a backend's eager contestant. */
export function goalsOf(node: string): Readonly<Record<string, readonly Goal[]>> {
  return { "nn-cpu": CPU, "nn-wasm": wasmGoals(Number.parseInt(node, 10)), "nn-webgpu": webgpuGoals() };
}

const CNN = `train ${cnn.name} batch 64 sgd`;

const CPU: readonly Goal[] = [
  ...faster(["matmul 512x512x512"], ["tfjs-cpu"], 6, ["nn-cpu"]),
  ...faster(["conv2d 3x3 8x32x28x28 to 64: forward"], ["tfjs-cpu"], 4, ["nn-cpu"]),
  ...faster([CNN], ["tfjs-cpu"], 40, ["nn-cpu"]),
  ...faster([CNN], ["jax-wasm"], 4, ["nn-cpu"]),
  ...faster([CNN], ["jax-wasm-jit"], 4, ["nn-cpu"]),
  { work: "recorded add of 4 elements", own: ["nn-cpu"], bound: { ns: 3000 } },
];

function wasmGoals(nodeMajor: number): Goal[] {
  const eager = ["nn-wasm"];
  const compiled = ["nn-wasm-compiled"];
  const either = [...eager, ...compiled];
  const jax = ["jax-wasm", "jax-wasm-jit"];
  const libraries = ["tfjs-wasm", ...jax, "ort-web"];
  const native = ["torch-128"];
  // Node 24 has relaxed SIMD: multiply and add in one instruction.
  const product = nodeMajor >= 24 ? 1.7 : 1.2;
  const threaded = ["matmul 512x512x512", "matmul 1024x1024x1024", "matmul 2048x2048x2048"];
  return [
    ...faster(MATMULS, libraries, product, eager),
    ...faster(MATMULS, native, 1, eager),
    ...faster(["matmul 64x784x128"], libraries, 1.15, eager),
    ...faster(["matmul batched 16x(128x64x128)"], libraries, 1.5, eager),
    ...faster(["relu(a*b+c) 1M"], jax, 1.25, compiled),
    ...faster(["relu(a*b+c) 1M"], ["tfjs-wasm"], 1, eager),
    ...faster(["tanh 1M", "exp 1M", "gelu 1M"], libraries, 2, eager),
    ...faster(["sum 1024x1024 dim 0", "sum 1024x1024 dim 1", "softmax 512x1000"], libraries, 1, eager),
    ...faster(CONVOLUTIONS_3X3, ["tfjs-wasm"], 1.2, eager),
    ...faster(OTHER_CONVOLUTIONS, ["tfjs-wasm"], 1, eager),
    ...faster([...CONVOLUTIONS_3X3, ...OTHER_CONVOLUTIONS, ...CONVOLUTION_GRADIENTS], native, 1, eager),
    ...faster(MLPS, ["jax-wasm-jit"], 1.8, compiled),
    ...faster(MLPS, ["jax-wasm-jit"], 1, eager),
    ...faster([LENET], native, 1, either),
    ...faster([LENET], ["jax-wasm-jit"], 35, either),
    ...faster([LSTM], libraries, 2, eager),
    ...faster([`${BLOCK} forward + backward`], ["jax-wasm-jit"], 1.5, eager),
    ...faster([`${BLOCK} forward + backward`], jax, 1.8, either),
    ...faster([`${BLOCK} forward + backward`], native, 1, either),
    ...faster(INFERENCES, libraries, 1.1, either),
    ...faster([...threaded, CONVOLUTION, LENET], eager, 1.7, ["nn-wasm-2t"]),
    { work: "recorded add of 4 elements", own: eager, bound: { ns: 3000 } },
    { work: "start: import, first matmul 64x64", own: eager, bound: { ms: 35 } },
  ];
}

/** On whatever adapter there is. */
function webgpuGoals(): Goal[] {
  const eager = ["nn-webgpu"];
  const either = [...eager, "nn-webgpu-compiled"];
  const libraries = ["tfjs-webgpu", "jax-webgpu", "jax-webgpu-jit"];
  const products = [...MATMULS, "matmul 64x784x128", "matmul batched 16x(128x64x128)"];
  return [
    ...faster(products, libraries, 1.5, eager),
    ...faster(["relu(a*b+c) 1M"], libraries, 1.2, either),
    ...faster(["tanh 1M", "exp 1M", "gelu 1M"], libraries, 1.2, eager),
    ...faster(["sum 1024x1024 dim 0", "sum 1024x1024 dim 1", "softmax 512x1000"], libraries, 1.2, eager),
    ...faster(["layerNorm 1024x768"], libraries, 1.2, eager),
    ...faster(["layerNorm 1024x768 forward + backward"], libraries, 1.2, either),
    ...faster([...CONVOLUTIONS_3X3, ...OTHER_CONVOLUTIONS, ...CONVOLUTION_GRADIENTS], libraries, 1.5, eager),
    ...faster([...MLPS, CNN, LENET, LSTM, `${BLOCK} forward + backward`, ...INFERENCES], libraries, 1.2, either),
  ];
}

const MATMULS = [
  ...[256, 512, 1024, 2048].map((n) => `matmul ${n}x${n}x${n}`),
  "matmul 511x513x517",
  "matmul 1x4096x4096",
  "matmul 4096x16x16",
];
const CONVOLUTION = "conv2d 3x3 8x64x56x56 to 64: forward";
const CONVOLUTIONS_3X3 = ["conv2d 3x3 8x32x28x28 to 64: forward", CONVOLUTION];
const OTHER_CONVOLUTIONS = [
  "conv2d 1x1 8x64x56x56 to 64: forward",
  "conv2d 5x5 8x32x28x28 to 64: forward",
  "conv2d depthwise 3x3 8x64x56x56: forward",
];
const CONVOLUTION_GRADIENTS = [
  "conv2d 3x3 8x64x56x56 to 64: input gradient",
  "conv2d 3x3 8x64x56x56 to 64: weight gradient",
];
const MLPS = [
  `train ${mlp.name} batch 64 sgd`,
  `train ${mlp.name} batch 64 adam`,
  `train ${mlpDeep.name} batch 128 adam`,
];
const LENET = `train ${lenet.name} batch 64 adam`;
const LSTM = "lstm 64 to 128 seq32 batch 16 forward + backward";
const BLOCK = "transformer block d128 h4 seq128 batch 8";
const INFERENCES = [`infer ${mlpDeep.name} batch 128`, `infer ${lenet.name} batch 64`, `infer ${BLOCK}`];

function faster(works: readonly string[], peers: readonly string[], times: number, own: readonly string[]): Goal[] {
  return works.map((work) => ({ work, own, bound: { peers, times } }));
}
