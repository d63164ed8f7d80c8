/**
 * The contract between core and a backend: types only.
 *
 * A backend owns buffers and runs kernels on strided views of them. It knows nothing of gradients, layers or op
 * composition. Core has checked every argument, inferred and allocated every output, before a kernel is called.
 */
import type { DType, TypedArray } from "./dtype";
import type { FusedOps } from "./fused/fused-ops";

/** A piece of device memory, opaque to core. */
export type DeviceBuffer = object;

/** Elements of a buffer seen as a tensor. Strides and offset count elements; strides may be 0 or negative. */
export interface View {
  readonly buffer: DeviceBuffer;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Float maths of one argument: the output has the input's dtype. `abs neg sign square relu` also take int32. */
export type UnaryOp =
  | "abs" | "neg" | "sign" | "exp" | "expm1" | "log" | "log1p" | "log2" | "sqrt" | "rsqrt" | "square" | "reciprocal"
  | "sin" | "cos" | "tan" | "asin" | "acos" | "atan" | "sinh" | "cosh" | "tanh"
  | "floor" | "ceil" | "round" | "erf" | "sigmoid" | "relu"; // oxfmt-ignore

/**
 * Maths of two arguments of one dtype. `maximum` and `minimum` give NaN when either is NaN. `remainder` has the sign
 * of the divisor; `floorDiv` is (a − remainder) / b, exact where a / b would round up; both give 0 for an integer divisor
 * of 0. Integers wrap.
 */
export type BinaryOp =
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "pow"
  | "maximum"
  | "minimum"
  | "atan2"
  | "remainder"
  | "floorDiv";

/** Comparisons and logic (a value is true when it is not 0): the output is bool. */
export type CompareOp = "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "logicalAnd" | "logicalOr";

/** `max` and `min` give NaN when any element is NaN. On bool, `max` is "any" and `min` is "all". */
export type ReduceOp = "sum" | "prod" | "max" | "min";

/**
 * Tier 0: what every backend implements, with the attributes of each.
 *
 * Inputs marked *strided* come with any strides, offset and overlap; the others are contiguous and start anywhere.
 * Outputs are contiguous and uninitialised; buffers may be longer than asked for. Elementwise inputs are broadcast to the output's shape (stride 0) and
 * cast to one dtype. Kernels are never called for empty outputs; reductions of nothing give the identity.
 */
export interface Primitives {
  /** (x strided) → y */
  unary: { readonly op: UnaryOp };
  /** (a strided, b strided) → y */
  binary: { readonly op: BinaryOp };
  /** (a strided, b strided) → bool y */
  compare: { readonly op: CompareOp };
  /** (cond strided bool, a strided, b strided) → y */
  where: Record<never, never>;
  /** (x strided) → y of another dtype. Float to integer truncates towards 0 (NaN to 0); to bool: not 0. */
  cast: { readonly dtype: DType };
  /** (x strided) → contiguous y */
  copy: Record<never, never>;
  /** () → every element `value` */
  full: { readonly shape: readonly number[]; readonly dtype: DType; readonly value: number };
  /** () → start + i · step */
  arange: { readonly length: number; readonly dtype: DType; readonly start: number; readonly step: number };
  /**
   * () → Threefry-2x32 (20 rounds): block i = threefry(key, counter + i) gives words 2i and 2i+1 of the output.
   * `bits`: int32 words. `uniform` in float32: (word >>> 8) · 2^-24, one word each; in float64: one block each,
   * ((word0 >>> 5) · 2^26 + (word1 >>> 6)) · 2^-53. `counter` is 64 bits as [low, high].
   */
  random: {
    readonly kind: "bits" | "uniform";
    readonly shape: readonly number[];
    readonly dtype: DType;
    readonly key: readonly [number, number];
    readonly counter: readonly [number, number];
  };
  /** (x strided) → y over `dims` (ascending). float32 sums accumulate with an error far below n·ε. */
  reduce: { readonly op: ReduceOp; readonly dims: readonly number[]; readonly keepdim: boolean };
  /** (x strided) → int32 index of the first extreme along `dim`; NaN counts as the extreme. */
  argReduce: { readonly op: "max" | "min"; readonly dim: number; readonly keepdim: boolean };
  /** (x) → running sum or product along `dim` */
  cumulative: { readonly op: "sum" | "prod"; readonly dim: number };
  /** (a strided [...batch, m, k], b strided [...batch, k, n]) → y [...batch, m, n], equal batch dimensions */
  matmul: Record<never, never>;
  /** (x strided) → x with `interior` elements between neighbours, `before` and `after` around, all of `value` */
  pad: {
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly interior: readonly number[];
    readonly value: number;
  };
  /** (x0 strided, x1 strided, ...) → joined along `dim` */
  concat: { readonly dim: number };
  /**
   * (windows) → sum of overlapping windows: the transpose of the windows view. Input
   * [...outer, ...counts, ...kernel] to [...outer, ...sizes] with position = count · stride + tap · dilation.
   */
  fold: {
    readonly sizes: readonly number[];
    readonly stride: readonly number[];
    readonly dilation: readonly number[];
  };
  /** (x strided, int32 index strided) → y[..i..] = x[..index[..i..]..] along `dim`. A bad index throws. */
  gather: { readonly dim: number };
  /** (x, int32 index, src) → x with y[..index[..i..]..] = src[..i..] along `dim`; the last write wins. */
  scatter: { readonly dim: number };
  /** (x, int32 index, src) → x with src added at index along `dim` */
  scatterAdd: { readonly dim: number };
  /** (x) → (sorted values, int32 indices) along `dim`; stable; NaN sorts as the largest. */
  sort: { readonly dim: number; readonly descending: boolean };
}

export type PrimitiveName = keyof Primitives;

/** Runs, or queues, one op. Outputs never overlap inputs unless the op says that it updates in place. */
export type Kernel<A> = (inputs: readonly View[], outputs: readonly View[], attrs: A) => void;

export type PrimitiveKernels = { readonly [P in PrimitiveName]: Kernel<Primitives[P]> };

/** Tier 1 kernels a backend offers; an absent one runs as its decomposition. Inputs are contiguous. */
export type FusedKernels = { readonly [F in keyof FusedOps]?: Kernel<FusedOps[F]> };

export interface Capabilities {
  readonly dtypes: ReadonlySet<DType>;
  /** Buffers are ordinary JavaScript objects: dropping the last reference is as good as `free`. */
  readonly collectable: boolean;
  /** What the first input of a fused kernel may hold; with any other dtype the op runs as its decomposition. Absent: any. */
  readonly fusedDTypes?: ReadonlySet<DType>;
}

export interface Backend {
  readonly name: string;
  readonly caps: Capabilities;
  readonly kernels: PrimitiveKernels;
  readonly fused: FusedKernels;
  /** Rises when all buffers were lost at once, as with a GPU that was reset. Absent where that cannot be. */
  readonly generation?: number;
  /** Room for `length` elements (0 allowed), uninitialised. Throws a `BackendError` when there is none. */
  allocate(dtype: DType, length: number): DeviceBuffer;
  /** Gives a buffer back; it may be reused at once by work queued later. */
  free(buffer: DeviceBuffer, dtype: DType, length: number): void;
  /** Fills a buffer from its start. The array may be changed by the caller afterwards. */
  write(buffer: DeviceBuffer, data: TypedArray): void;
  /** A copy of `length` elements from `offset` on, after all queued work. Rejects with errors of that work. */
  read(buffer: DeviceBuffer, dtype: DType, offset: number, length: number): Promise<TypedArray>;
  /** The same without waiting, where the device allows it. */
  readSync?(buffer: DeviceBuffer, dtype: DType, offset: number, length: number): TypedArray;
  /** Gives everything back; the backend cannot be used afterwards. */
  dispose(): void;
}
