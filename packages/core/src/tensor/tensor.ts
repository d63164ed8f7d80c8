import type { Backend, View } from "../backend";
import { Link } from "../autograd/graph";
import { backward, type BackwardOptions } from "../autograd/backward";
import { isGradEnabled } from "../autograd/grad-mode";
import { isFloat, type DType, type TypedArray } from "../dtype";
import { AutogradError, BackendError, DTypeError, ShapeError } from "../errors";
import { disposedError, type Storage } from "../runtime/memory";
import { keep, track } from "../runtime/scope";
import { formatShape, sameShape, sizeOf, type Shape } from "../shape";
import { readData, readDataSync, type NestedArray, toNested } from "./read";
import { moveTo } from "./move";
import { add } from "../ops/binary/add";
import { div } from "../ops/binary/div";
import { mul } from "../ops/binary/mul";
import { pow } from "../ops/binary/pow";
import { sub } from "../ops/binary/sub";
import { eq } from "../ops/compare/eq";
import { ge } from "../ops/compare/ge";
import { gt } from "../ops/compare/gt";
import { le } from "../ops/compare/le";
import { lt } from "../ops/compare/lt";
import { ne } from "../ops/compare/ne";
import { matmul } from "../ops/linalg/matmul";
import { sum } from "../ops/reduce/sum";
import { mean } from "../ops/reduce/mean";
import { prod } from "../ops/reduce/prod";
import { any } from "../ops/reduce/any";
import { all } from "../ops/reduce/all";
import { argmax } from "../ops/reduce/argmax";
import { argmin } from "../ops/reduce/argmin";
import { cumsum } from "../ops/reduce/cumsum";
import { view } from "../ops/shape/view";
import { squeeze } from "../ops/shape/squeeze";
import { unsqueeze } from "../ops/shape/unsqueeze";
import { flatten, type FlattenOptions } from "../ops/shape/flatten";
import { slice, type SliceSpec } from "../ops/shape/slice";
import { index } from "../ops/indexing/advanced-index";
import { indexSelect, type IndexSelectOptions } from "../ops/indexing/index-select";
import { maskedFill } from "../ops/indexing/masked-fill";
import { softmax } from "../ops/neural/softmax";
import { logSoftmax } from "../ops/neural/log-softmax";
import { clamp, type ClampOptions } from "../ops/unary/clamp";
import { max } from "../ops/reduce/max";
import { min } from "../ops/reduce/min";
import type { ReduceOptions } from "../ops/reduce/reduce-dims";
import type { AlongOptions, ValuesAndIndices } from "../ops/reduce/extreme-along";
import { cast } from "../ops/shape/cast";
import { clone } from "../ops/shape/clone";
import { contiguous } from "../ops/shape/contiguous";
import { expand } from "../ops/shape/expand";
import { permute } from "../ops/shape/permute";
import { reshape } from "../ops/shape/reshape";
import { transpose } from "../ops/shape/transpose";
import { abs } from "../ops/unary/abs";
import { cos } from "../ops/unary/cos";
import { exp } from "../ops/unary/exp";
import { log } from "../ops/unary/log";
import { neg } from "../ops/unary/neg";
import { relu } from "../ops/unary/relu";
import { sigmoid } from "../ops/unary/sigmoid";
import { sign } from "../ops/unary/sign";
import { sin } from "../ops/unary/sin";
import { sqrt } from "../ops/unary/sqrt";
import { square } from "../ops/unary/square";
import { tanh } from "../ops/unary/tanh";

/** A tensor, or a plain number where one is as good. */
export type TensorLike = Tensor | number;

/**
 * An n-dimensional array on a backend. Values never change under a reader: ops make new tensors, and updates
 * (`assign`, optimizers) replace the value of one handle. Nothing has to be disposed, though it may be.
 */
export class Tensor {
  /** @internal The graph identity; undefined when no gradient is required. */
  link: Link | undefined = undefined;
  /** @internal What freed this handle. */
  disposedBy: string | undefined = undefined;
  /** @internal Exempt from scopes. */
  kept = false;

  /** @internal Takes over one hold on `storage`. Users call `tensor()`, `zeros()` and the like. */
  constructor(
    /** @internal */
    public storage: Storage,
    /** @internal */
    public layout: View,
  ) {
    track(this);
  }

  /** Sizes per dimension; `[]` for a scalar. */
  get shape(): Shape {
    return this.layout.shape;
  }

  get dtype(): DType {
    return this.layout.dtype;
  }

  /** Number of dimensions. */
  get ndim(): number {
    return this.layout.shape.length;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.layout.shape);
  }

  get backend(): Backend {
    return this.storage.backend;
  }

  /** Whether ops on this tensor are recorded for `backward()`. May be set on leaves of a floating dtype. */
  get requiresGrad(): boolean {
    return this.link !== undefined;
  }

  set requiresGrad(value: boolean) {
    if (value === this.requiresGrad) return;
    if (this.link?.node) {
      throw new AutogradError("requiresGrad: only a leaf can be changed; take detach() of a computed tensor first");
    }
    if (value && !isFloat(this.dtype)) {
      throw new DTypeError(`requiresGrad: only floating tensors have gradients, this one is ${this.dtype}`);
    }
    this.link = value ? new Link(undefined, this) : undefined;
  }

  /** True for tensors that no recorded op made. */
  get isLeaf(): boolean {
    return this.link?.node === undefined;
  }

  /** The gradient that `backward()` accumulated, or null. Setting null drops it. */
  get grad(): Tensor | null {
    return this.link?.grad ?? null;
  }

  set grad(value: Tensor | null) {
    if (!this.link) throw new AutogradError("grad: this tensor does not require a gradient");
    if (value && !sameShape(value.shape, this.shape)) {
      throw new ShapeError(
        `grad: shape ${formatShape(value.shape)} differs from the tensor's ${formatShape(this.shape)}`,
      );
    }
    const before = this.link.grad;
    this.link.grad = value ? keep(value) : undefined;
    if (before && before !== value) before.dispose();
  }

  /** Keeps `grad` of a computed tensor, which `backward()` otherwise drops. */
  retainGrad(): this {
    this.check("retainGrad");
    if (!this.link) throw new AutogradError("retainGrad: this tensor does not require a gradient");
    this.link.retainsGrad = true;
    return this;
  }

  /**
   * Adds the gradient of this tensor with respect to every leaf into the leaf's `grad`. A tensor with more than one
   * element needs a `gradient` of its shape. Frees what the graph saved unless `retainGraph`; with `createGraph` the
   * gradients can be differentiated again.
   */
  backward(options?: BackwardOptions): void {
    backward(this, options);
  }

  /** The elements in row-major order, as a copy. bool gives bytes 0 and 1, float16 its bit patterns. */
  data(): Promise<TypedArray> {
    return readData(this);
  }

  /** `data()` without waiting, on backends whose memory the host can see; throws on others. */
  dataSync(): TypedArray {
    return readDataSync("dataSync", this);
  }

  /** The value of a tensor with one element, as a number. */
  async item(): Promise<number> {
    if (this.size !== 1) {
      throw new ShapeError(
        `item: expected one element, the tensor of shape ${formatShape(this.shape)} has ${this.size}`,
      );
    }
    return (await readData(this))[0];
  }

  /** The elements in nested arrays of the tensor's shape; bool gives booleans. */
  async tolist(): Promise<NestedArray> {
    return toNested(await readData(this), this.shape, this.dtype);
  }

  /** The same values outside the graph, without copying. */
  detach(): Tensor {
    this.check("detach");
    return new Tensor(this.storage.retain(), this.layout);
  }

  /** Another dtype (recorded), or a copy on another backend (outside the graph). */
  to(dtype: DType): Tensor;
  to(backend: Backend): Promise<Tensor>;
  to(target: DType | Backend): Tensor | Promise<Tensor> {
    return typeof target === "string" ? cast(this, target) : moveTo(this, target);
  }

  /**
   * Replaces this tensor's value by that of `value` (same shape and dtype). Views and graph values taken earlier keep
   * the old one. On a leaf that requires a gradient this needs `noGrad`.
   */
  assign(value: Tensor): this {
    this.check("assign");
    value.check("assign");
    if (this.link && isGradEnabled()) {
      throw new AutogradError(
        this.isLeaf
          ? "assign: a leaf that requires a gradient can be changed only inside noGrad(() => ...)"
          : "assign: a computed tensor of a graph cannot be changed; take detach() of it first",
      );
    }
    if (this.backend !== value.backend) {
      throw new BackendError(
        `assign: the value lives on ${value.backend.name}, this tensor on ${this.backend.name}; move it with \`await x.to(backend)\``,
      );
    }
    if (!sameShape(this.shape, value.shape) || this.dtype !== value.dtype) {
      throw new ShapeError(
        `assign: expected ${this.dtype} ${formatShape(this.shape)}, got ${value.dtype} ${formatShape(value.shape)}`,
      );
    }
    this.replaceBy(value);
    return this;
  }

  /** @internal Shares the value of `other`, unchecked. */
  replaceBy(other: Tensor): void {
    const old = this.storage;
    this.storage = other.storage.retain();
    this.layout = other.layout;
    this.storage.guard();
    old.release("an update");
  }

  /** Frees this handle at once; values that a graph saved and other views live on. */
  dispose(): void {
    this.drop("dispose()");
  }

  [Symbol.dispose](): void {
    this.drop("the end of its `using` block");
  }

  /** @internal */
  drop(reason: string): void {
    if (this.disposedBy !== undefined) return;
    this.disposedBy = reason;
    if (this.link?.handle === this) this.link.handle = undefined;
    this.storage.release(reason);
  }

  /** @internal Throws when this handle was freed. */
  check(op: string): void {
    if (this.disposedBy !== undefined) throw disposedError(op, this.storage.op, this.disposedBy);
  }

  toString(): string {
    return `Tensor(${formatShape(this.shape)}, ${this.dtype}, ${this.backend.name})`;
  }

  add(other: TensorLike): Tensor {
    return add(this, other);
  }

  sub(other: TensorLike): Tensor {
    return sub(this, other);
  }

  mul(other: TensorLike): Tensor {
    return mul(this, other);
  }

  div(other: TensorLike): Tensor {
    return div(this, other);
  }

  pow(other: TensorLike): Tensor {
    return pow(this, other);
  }

  eq(other: TensorLike): Tensor {
    return eq(this, other);
  }

  ne(other: TensorLike): Tensor {
    return ne(this, other);
  }

  lt(other: TensorLike): Tensor {
    return lt(this, other);
  }

  le(other: TensorLike): Tensor {
    return le(this, other);
  }

  gt(other: TensorLike): Tensor {
    return gt(this, other);
  }

  ge(other: TensorLike): Tensor {
    return ge(this, other);
  }

  neg(): Tensor {
    return neg(this);
  }

  abs(): Tensor {
    return abs(this);
  }

  sign(): Tensor {
    return sign(this);
  }

  exp(): Tensor {
    return exp(this);
  }

  log(): Tensor {
    return log(this);
  }

  sqrt(): Tensor {
    return sqrt(this);
  }

  square(): Tensor {
    return square(this);
  }

  sin(): Tensor {
    return sin(this);
  }

  cos(): Tensor {
    return cos(this);
  }

  tanh(): Tensor {
    return tanh(this);
  }

  sigmoid(): Tensor {
    return sigmoid(this);
  }

  relu(): Tensor {
    return relu(this);
  }

  matmul(other: Tensor): Tensor {
    return matmul(this, other);
  }

  sum(options?: Parameters<typeof sum>[1]): Tensor {
    return sum(this, options);
  }

  reshape(shape: Shape): Tensor {
    return reshape(this, shape);
  }

  permute(order: readonly number[]): Tensor {
    return permute(this, order);
  }

  transpose(dim0: number, dim1: number): Tensor {
    return transpose(this, dim0, dim1);
  }

  expand(shape: Shape): Tensor {
    return expand(this, shape);
  }

  clone(): Tensor {
    return clone(this);
  }

  contiguous(): Tensor {
    return contiguous(this);
  }

  mean(options?: Parameters<typeof mean>[1]): Tensor {
    return mean(this, options);
  }

  prod(options?: Parameters<typeof prod>[1]): Tensor {
    return prod(this, options);
  }

  any(options?: ReduceOptions): Tensor {
    return any(this, options);
  }

  all(options?: ReduceOptions): Tensor {
    return all(this, options);
  }

  argmax(options?: Partial<AlongOptions>): Tensor {
    return argmax(this, options);
  }

  argmin(options?: Partial<AlongOptions>): Tensor {
    return argmin(this, options);
  }

  cumsum(options: { dim: number }): Tensor {
    return cumsum(this, options);
  }

  view(shape: Shape): Tensor {
    return view(this, shape);
  }

  squeeze(dim?: number | readonly number[]): Tensor {
    return squeeze(this, dim);
  }

  unsqueeze(dim: number): Tensor {
    return unsqueeze(this, dim);
  }

  flatten(options?: FlattenOptions): Tensor {
    return flatten(this, options);
  }

  slice(specs: readonly SliceSpec[]): Tensor {
    return slice(this, specs);
  }

  index(indices: Parameters<typeof index>[1]): Tensor {
    return index(this, indices);
  }

  indexSelect(options: IndexSelectOptions): Tensor {
    return indexSelect(this, options);
  }

  maskedFill(mask: Tensor, value: TensorLike): Tensor {
    return maskedFill(this, mask, value);
  }

  softmax(options: { dim: number }): Tensor {
    return softmax(this, options);
  }

  logSoftmax(options: { dim: number }): Tensor {
    return logSoftmax(this, options);
  }

  clamp(options: ClampOptions): Tensor {
    return clamp(this, options);
  }

  max(): Tensor;
  max(options: AlongOptions): ValuesAndIndices;
  max(options?: AlongOptions): Tensor | ValuesAndIndices {
    return options ? max(this, options) : max(this);
  }

  min(): Tensor;
  min(options: AlongOptions): ValuesAndIndices;
  min(options?: AlongOptions): Tensor | ValuesAndIndices {
    return options ? min(this, options) : min(this);
  }
}
