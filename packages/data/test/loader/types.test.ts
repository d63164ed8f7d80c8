import { setBackend, type Tensor, tensor } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import { expect, expectTypeOf, it } from "vitest";
import { DataLoader, type DataLoaderOptions, type HostArray, randomSplit, TensorDataset } from "../../src/index";

/** The batch type of a loader. */
type BatchOf<L> = L extends AsyncIterable<infer B> ? B : never;

it("batches have a tensor per field, and lengths are known where they can be", () => {
  setBackend(cpu());
  const x: HostArray = { data: new Float32Array(4), shape: [4] };
  const rows = new TensorDataset(x, tensor([1, 2, 3, 4]));
  const cut = new DataLoader(rows, { transform: ([first], random) => [first, random.uniform()] });
  expectTypeOf<BatchOf<typeof cut>>().toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(cut.length).toEqualTypeOf<number>();

  const [part] = randomSplit(rows, [0.5, 0.5]);
  const ofPart = new DataLoader(part, { batchSize: 2 });
  expectTypeOf<BatchOf<typeof ofPart>>().toEqualTypeOf<[Tensor, Tensor]>();

  const listed = new DataLoader([[1, x, 2]]);
  expectTypeOf<BatchOf<typeof listed>>().toEqualTypeOf<[Tensor, Tensor, Tensor]>();

  async function* stream() {
    yield [1, x] as const;
  }
  const streamed = new DataLoader(stream());
  expectTypeOf<BatchOf<typeof streamed>>().toEqualTypeOf<[Tensor, Tensor]>();
  expectTypeOf(streamed.length).toEqualTypeOf<undefined>();

  const collated = new DataLoader(["a"], {
    collate: (samples) => {
      expectTypeOf(samples).toEqualTypeOf<readonly string[]>();
      return [tensor([1])] as const;
    },
  });
  expectTypeOf<BatchOf<typeof collated>>().toEqualTypeOf<readonly [Tensor]>();

  const options: DataLoaderOptions = {};
  expectTypeOf(new DataLoader(new TensorDataset(x, x), options)).toExtend<DataLoader<[HostArray, HostArray]>>();
  // @ts-expect-error Texts take a `collate`.
  expect(new DataLoader(["a"]).length).toBe(1);
});
