import { hostArray, isFloat, sizeOf } from "@nn/core";
import type { HostArray } from "../datasets/host-array";
import type { TensorDataset } from "../datasets/tensor-dataset";
import { sampleStreams } from "../random";
import type { Transform } from "../transforms/transform";
import type { BatchCursor, BatchPlan, BatchSource } from "./batch-source";
import { EpochOrder } from "./epoch-order";
import { checkSize, checkWidens, FieldTransform } from "./field-transform";
import { gatherRows } from "./gather-rows";

type Rows = Pick<TensorDataset<[HostArray]>, "host" | "sources">;
type Streams = ReturnType<typeof sampleStreams>;

/** Cuts batches from arrays whose rows are the samples, or those rows that `indices` name. */
export class RowSource implements BatchSource<HostArray[]> {
  readonly samples: number;
  private readonly transform: FieldTransform | undefined;

  constructor(
    private readonly dataset: Rows,
    private readonly indices: Uint32Array | undefined,
    private readonly plan: BatchPlan,
    transform: Transform | undefined,
  ) {
    const [first] = dataset.sources;
    this.samples = indices?.length ?? first.shape[0];
    if (transform === undefined) return;
    this.transform = new FieldTransform(transform);
    // What does not fit shows before the first batch.
    this.transform.prepare(first.shape.slice(1));
  }

  open(epoch: number, first: number): BatchCursor<HostArray[]> {
    const order = new EpochOrder(this.samples, this.plan, epoch, first);
    const streams = sampleStreams(this.plan.seed, epoch);
    return {
      next: () => {
        const places = order.next();
        return places && this.cut(places, streams);
      },
      close: async () => undefined,
    };
  }

  private async cut(places: Uint32Array, streams: Streams): Promise<HostArray[]> {
    const { indices, transform } = this;
    const arrays = await this.dataset.host();
    const rows = indices === undefined ? places : places.map((place) => indices[place]);
    return arrays.map((array, i) =>
      i === 0 && transform ? cutTransformed(array, rows, places, transform, streams) : cut(array, rows),
    );
  }
}

function cut({ data, shape, dtype }: HostArray, rows: Uint32Array): HostArray {
  const sample = shape.slice(1);
  const length = rows.length * sizeOf(sample);
  // Float32 holds what comes in as bytes, and the backend takes it as it is.
  const widens = data instanceof Uint8Array && dtype !== undefined && isFloat(dtype) && dtype !== "float16";
  const out = widens ? hostArray(dtype, length) : new (data.constructor as new (length: number) => typeof data)(length);
  gatherRows(data, sizeOf(sample), rows, out);
  return { data: out, shape: [rows.length, ...sample], dtype };
}

function cutTransformed(
  array: HostArray,
  rows: Uint32Array,
  places: Uint32Array,
  transform: FieldTransform,
  streams: Streams,
): HostArray {
  checkWidens(array);
  const { data, shape } = array;
  const sample = shape.slice(1);
  const size = sizeOf(sample);
  const prepared = transform.prepare(sample);
  const newSize = sizeOf(prepared.shape);
  const out = new Float32Array(rows.length * newSize);
  const scratch = newSize === size ? undefined : new Float32Array(size);
  for (let i = 0; i < rows.length; i++) {
    const values = scratch ?? out.subarray(i * size, (i + 1) * size);
    const from = rows[i] * size;
    for (let k = 0; k < size; k++) values[k] = data[from + k];
    const result = prepared.apply(values, streams(places[i]));
    checkSize(prepared, result);
    if (result !== values || scratch) out.set(result, i * newSize);
  }
  return { data: out, shape: [rows.length, ...prepared.shape] };
}
