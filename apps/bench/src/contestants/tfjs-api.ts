// What the bench uses of @tensorflow/tfjs-core 4.22, which is not installed where types are checked.

export interface TfTensor {
  readonly shape: number[];
  readonly size: number;
  data(): Promise<Float32Array | Int32Array | Uint8Array>;
  dispose(): void;
}

interface TfOptimizer {
  minimize(loss: () => TfTensor, returnCost: true): TfTensor;
}

type Like = TfTensor | number;
type Padding = "same" | "valid";

/** Its WebGPU backend. */
export interface TfGpu {
  readonly device: GPUDevice;
  /** The bytes of a buffer, after all kernels that were asked for. */
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
}

export interface Tf {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  backend(): object;
  engine(): { runKernel(name: string, inputs: Record<string, TfTensor>, attrs: Record<string, unknown>): TfTensor };
  tidy<T>(fn: () => T): T;
  dispose(tensors: readonly TfTensor[]): void;
  valueAndGrads(f: (...xs: TfTensor[]) => TfTensor): (xs: TfTensor[]) => { value: TfTensor; grads: TfTensor[] };
  tensor(data: Float32Array | Int32Array, shape: readonly number[], dtype?: "float32" | "int32"): TfTensor;
  variable(initial: TfTensor): TfTensor;
  oneHot(indices: TfTensor, depth: number): TfTensor;
  split(x: TfTensor, count: number, axis: number): TfTensor[];
  stack(xs: readonly TfTensor[], axis: number): TfTensor;
  unstack(x: TfTensor, axis: number): TfTensor[];
  zeros(shape: readonly number[]): TfTensor;
  transpose(x: TfTensor, order: readonly number[]): TfTensor;
  reshape(x: TfTensor, shape: readonly number[]): TfTensor;
  add(a: Like, b: Like): TfTensor;
  sub(a: Like, b: Like): TfTensor;
  mul(a: Like, b: Like): TfTensor;
  relu(x: TfTensor): TfTensor;
  tanh(x: TfTensor): TfTensor;
  sigmoid(x: TfTensor): TfTensor;
  exp(x: TfTensor): TfTensor;
  square(x: TfTensor): TfTensor;
  rsqrt(x: TfTensor): TfTensor;
  sum(x: TfTensor, axis?: number): TfTensor;
  mean(x: TfTensor, axis: number, keepDims: boolean): TfTensor;
  softmax(x: TfTensor, axis: number): TfTensor;
  matMul(a: TfTensor, b: TfTensor, transposeA?: boolean, transposeB?: boolean): TfTensor;
  conv2d(x: TfTensor, filter: TfTensor, strides: number, padding: Padding): TfTensor;
  depthwiseConv2d(x: TfTensor, filter: TfTensor, strides: number, padding: Padding): TfTensor;
  conv2dTranspose(
    x: TfTensor,
    filter: TfTensor,
    outputShape: readonly number[],
    strides: number,
    padding: Padding,
  ): TfTensor;
  maxPool(x: TfTensor, size: number, strides: number, padding: Padding): TfTensor;
  readonly losses: { softmaxCrossEntropy(oneHot: TfTensor, logits: TfTensor): TfTensor };
  readonly train: {
    sgd(lr: number): TfOptimizer;
    adam(lr: number, beta1: number, beta2: number, eps: number): TfOptimizer;
  };
}
