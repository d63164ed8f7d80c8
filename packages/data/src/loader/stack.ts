import { ShapeError } from "@nn/core";
import type { HostArray } from "../datasets/host-array";

/** Puts the fields of samples side by side: field `k` of all of them becomes array `k`, along a first dimension. */
export function stack(samples: readonly (readonly HostArray[])[]): HostArray[] {
  const [first] = samples;
  for (const [i, sample] of samples.entries()) {
    if (sample.length === first.length) continue;
    throw new ShapeError(
      `DataLoader: samples of one batch must have equally many fields: the first has ${first.length}, number ${i} of the batch ${sample.length}`,
    );
  }
  return first.map((field, k) => stackField(field, k, samples));
}

function stackField(first: HostArray, place: number, samples: readonly (readonly HostArray[])[]): HostArray {
  const size = first.data.length;
  const data = new (first.data.constructor as new (length: number) => HostArray["data"])(samples.length * size);
  for (let i = 0; i < samples.length; i++) {
    const field = samples[i][place];
    if (field.data.constructor !== first.data.constructor || field.dtype !== first.dtype) {
      throw new ShapeError(
        `DataLoader: field ${place} of the batch's samples differs in type: ${kindOf(first)}, then ${kindOf(field)}`,
      );
    }
    if (String(field.shape) !== String(first.shape)) {
      throw new ShapeError(
        `DataLoader: field ${place} of the batch's samples differs in shape: [${first.shape}], then [${field.shape}]; ` +
          "cut or pad them in `transform`, or give a `collate`",
      );
    }
    data.set(field.data, i * size);
  }
  return { data, shape: [samples.length, ...first.shape], dtype: first.dtype };
}

function kindOf({ data, dtype }: HostArray): string {
  return dtype ?? data.constructor.name;
}
