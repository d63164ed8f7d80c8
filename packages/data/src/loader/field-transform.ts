import { ArgumentError, DTypeError, sizeOf } from "@nn/core";
import type { HostArray } from "../datasets/host-array";
import type { RandomStream } from "../random";
import type { PreparedTransform, Transform } from "../transforms/transform";

/** Applies a transform to fields, and readies it again only when their shape changes. */
export class FieldTransform {
  private input: readonly number[] = [];
  private prepared: PreparedTransform | undefined;

  constructor(private readonly transform: Transform) {}

  prepare(shape: readonly number[]): PreparedTransform {
    if (this.prepared === undefined || String(shape) !== String(this.input)) {
      this.prepared = this.transform.prepare(shape);
      this.input = shape;
    }
    return this.prepared;
  }

  /** The transformed field, in memory of its own. */
  apply(field: HostArray, random: RandomStream): HostArray {
    checkWidens(field);
    const prepared = this.prepare(field.shape);
    const values = Float32Array.from(field.data);
    const result = prepared.apply(values, random);
    const data = result === values ? values : result.slice();
    checkSize(prepared, data);
    return { data, shape: prepared.shape };
  }
}

/** Refuses elements that are no plain numbers. */
export function checkWidens({ data, dtype }: HostArray): void {
  if (data instanceof Uint16Array && (dtype ?? "float16") === "float16") {
    throw new DTypeError("DataLoader: transforms do not take float16, use float32 data");
  }
}

/** Holds transforms of others to their word. */
export function checkSize({ shape }: PreparedTransform, data: Float32Array): void {
  if (data.length === sizeOf(shape)) return;
  throw new ArgumentError(`DataLoader: a transform gave ${data.length} elements, but promised shape [${shape}]`);
}
