import { ArgumentError } from "@nn/core";
import type { Sample } from "../datasets/dataset";
import { checkHostArray, type HostArray, isTensor, toHost } from "../datasets/host-array";
import type { RandomStream } from "../random";
import type { Transform } from "../transforms/transform";
import { FieldTransform } from "./field-transform";

/** Changes a whole sample, which must stay as it is itself. Chance comes from `random` alone. */
export type SampleFunction<S, T = Sample> = (sample: S, random: RandomStream) => T | Promise<T>;

/** Turns what a dataset gives into what a batch is made of. */
export type SampleReader<T> = (sample: unknown, index: number, random: RandomStream) => Promise<T>;

/** Reads samples as host arrays, ready to be stacked, after the transform. */
export function hostReader(
  transform: Transform | SampleFunction<never, unknown> | undefined,
): SampleReader<HostArray[]> {
  const fieldTransform = typeof transform === "object" ? new FieldTransform(transform) : undefined;
  const change = typeof transform === "function" ? transform : undefined;
  return async (sample, index, random) => {
    const changed: unknown = change ? await change(sample as never, random) : sample;
    if (!Array.isArray(changed) || changed.length === 0) {
      throw new ArgumentError(
        `DataLoader: sample ${index} is ${describe(changed)}, expected an array of its fields; other samples take ` +
          "a `collate` of yours",
      );
    }
    const fields = await Promise.all(changed.map((field: unknown, i) => fieldToHost(field, i, index)));
    if (fieldTransform) fields[0] = fieldTransform.apply(fields[0], random);
    return fields;
  };
}

/** Reads samples for a `collate` of the user's. */
export function rawReader(transform: Transform | SampleFunction<never, unknown> | undefined): SampleReader<unknown> {
  const fieldTransform = typeof transform === "object" ? new FieldTransform(transform) : undefined;
  return async (sample, index, random) => {
    if (typeof transform === "function") return transform(sample as never, random);
    if (fieldTransform === undefined) return sample;
    if (!Array.isArray(sample)) {
      throw new ArgumentError(
        `DataLoader: sample ${index} is ${describe(sample)}, but a transform takes its first field; use a function`,
      );
    }
    return [fieldTransform.apply(await fieldToHost(sample[0], 0, index), random), ...(sample.slice(1) as unknown[])];
  };
}

async function fieldToHost(field: unknown, place: number, index: number): Promise<HostArray> {
  // Float64 holds any number until the batch's dtype is known.
  if (typeof field === "number") return { data: Float64Array.of(field), shape: [], dtype: "float32" };
  const what = `DataLoader: field ${place} of sample ${index}`;
  if (typeof field !== "object" || field === null) {
    throw new ArgumentError(
      `${what} is ${describe(field)}, expected a number, a typed array, { data, shape } or a tensor`,
    );
  }
  if (isTensor(field)) return toHost(field);
  if (ArrayBuffer.isView(field) && !(field instanceof DataView)) {
    const data = field as HostArray["data"];
    return { data, shape: [data.length] };
  }
  checkHostArray(what, field as HostArray);
  return field as HostArray;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "an empty array" : `a ${typeof value}`;
}
