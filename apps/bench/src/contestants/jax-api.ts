// What the bench uses of @jax-js/jax 0.1.25, which is not installed where types are checked. Functions consume their
// array arguments; `.ref` makes one more reference to give away.

export interface JaxArray {
  readonly ref: this;
  readonly shape: number[];
  readonly size: number;
  dispose(): void;
  data(): Promise<Float32Array | Int32Array>;
  blockUntilReady(): Promise<JaxArray>;
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  transpose(order?: readonly number[]): JaxArray;
  /** A number takes that index, a pair that stretch, `[]` all. */
  slice(...index: readonly (number | readonly [] | readonly [number, number])[]): JaxArray;
}

export type JaxTree = { readonly [name: string]: JaxArray };
type JaxFunction = (...args: JaxArray[]) => JaxArray;

export interface JaxModule {
  init(...devices: string[]): Promise<string[]>;
  defaultDevice(device: string): string;
  /** `Args` and `Result` are trees of arrays. */
  jit<Args extends unknown[], Result>(f: (...args: Args) => Result): (...args: Args) => Result;
  valueAndGrad<Args extends unknown[]>(f: (...args: Args) => JaxArray): (...args: Args) => [JaxArray, Args[0]];
  vjp(f: JaxFunction, primals: JaxArray[]): [JaxArray, ((cotangent: JaxArray) => [JaxArray]) & { dispose(): void }];
  blockUntilReady<T>(tree: T): Promise<T>;
  readonly numpy: {
    readonly int32: unknown;
    array(data: Float32Array | Int32Array): JaxArray;
    zeros(shape: readonly number[]): JaxArray;
    add(a: JaxArray, b: JaxArray): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    sum(x: JaxArray, axis?: number): JaxArray;
    max(x: JaxArray): JaxArray;
    stack(xs: readonly JaxArray[]): JaxArray;
    split(x: JaxArray, count: number, axis: number): JaxArray[];
    tanh(x: JaxArray): JaxArray;
    exp(x: JaxArray): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    square(x: JaxArray): JaxArray;
  };
  readonly nn: {
    relu(x: JaxArray): JaxArray;
    sigmoid(x: JaxArray): JaxArray;
    standardize(x: JaxArray, axis: number, options: { epsilon: number }): JaxArray;
    gelu(x: JaxArray, options: { approximate: boolean }): JaxArray;
    softmax(x: JaxArray, axis: number): JaxArray;
    logSoftmax(x: JaxArray, axis: number): JaxArray;
    oneHot(x: JaxArray, classes: number): JaxArray;
  };
  readonly lax: {
    convGeneralDilated(
      x: JaxArray,
      weight: JaxArray,
      strides: number[],
      padding: [number, number][],
      options: { featureGroupCount: number },
    ): JaxArray;
    reduceWindow(
      x: JaxArray,
      computation: (x: JaxArray) => JaxArray,
      windowDimensions: number[],
      windowStrides: number[],
    ): JaxArray;
  };
  readonly tree: { ref<T>(tree: T): T; dispose(tree: unknown): void };
}
