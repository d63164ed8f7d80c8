import { ArgumentError, setBackend, type Tensor } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  compose,
  DataLoader,
  type IterableDataset,
  type LoaderState,
  randomCrop,
  randomHorizontalFlip,
  randomSplit,
  TensorDataset,
} from "../../src/index";

beforeAll(() => setBackend(cpu()));

const SIZE = 6;
const transform = compose(randomCrop({ size: SIZE, padding: 2 }), randomHorizontalFlip());

interface Loader extends AsyncIterable<readonly Tensor[]> {
  stateDict(): LoaderState;
  loadStateDict(state: LoaderState): void;
}

interface Setup {
  readonly kind: "rows" | "subset" | "samples" | "stream";
  readonly count: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly seed: number;
  readonly prefetch: number;
}

function build({ kind, count, ...options }: Setup): Loader {
  const data = Uint8Array.from({ length: count * SIZE * SIZE }, (_, i) => (i * 7919) >> 3);
  const images = { data, shape: [count, 1, SIZE, SIZE] };
  const rows = new TensorDataset(images, { data: Int32Array.from({ length: count }, (_, i) => i), shape: [count] });
  if (kind === "rows") return new DataLoader(rows, { ...options, shuffle: true, transform });
  if (kind === "subset") {
    const [part] = randomSplit(rows, [count]);
    return new DataLoader(part, { ...options, shuffle: true, transform });
  }
  if (kind === "samples") {
    const dataset = { length: count, get: (i: number) => rows.get(i) };
    return new DataLoader(dataset, { ...options, shuffle: true, transform });
  }
  const stream: IterableDataset<Awaited<ReturnType<typeof rows.get>>> = {
    async *[Symbol.asyncIterator]() {
      for (let i = 0; i < count; i++) yield rows.get(i);
    },
  };
  return new DataLoader(stream, { ...options, transform });
}

async function read(batch: readonly Tensor[]): Promise<number[][]> {
  return Promise.all(batch.map(async (t) => Array.from(await t.data())));
}

async function epoch(loader: Loader): Promise<number[][][]> {
  const batches: number[][][] = [];
  for await (const batch of loader) batches.push(await read(batch));
  return batches;
}

const setups = fc
  .record({
    kind: fc.constantFrom("rows", "subset", "samples", "stream"),
    count: fc.integer({ min: 1, max: 12 }),
    batchSize: fc.integer({ min: 1, max: 5 }),
    dropLast: fc.boolean(),
    seed: fc.maxSafeNat(),
    prefetch: fc.nat(3),
  } as const)
  .filter(({ count, batchSize }) => batchSize <= count);

describe("resuming", () => {
  it("goes on with the same batches from any batch of any epoch", async () => {
    await fc.assert(
      fc.asyncProperty(setups, fc.nat(2), fc.nat(12), fc.nat(3), async (setup, passed, stop, prefetch) => {
        const whole = build(setup);
        for (let i = 0; i < passed; i++) await epoch(whole);
        const rest: number[][][] = [];
        let state: LoaderState | undefined;
        for await (const batch of whole) {
          if (state !== undefined) rest.push(await read(batch));
          else if (whole.stateDict().batch > stop) {
            state = JSON.parse(JSON.stringify(whole.stateDict())) as LoaderState;
            expect(state).toEqual({ epoch: passed, batch: stop + 1 });
          }
        }
        state ??= whole.stateDict();
        const after = await epoch(whole);

        const resumed = build({ ...setup, prefetch });
        resumed.loadStateDict(state);
        expect(resumed.stateDict()).toEqual(state);
        if (state.epoch === passed) expect(await epoch(resumed)).toEqual(rest);
        expect(resumed.stateDict()).toEqual({ epoch: passed + 1, batch: 0 });
        expect(await epoch(resumed)).toEqual(after);
      }),
      { numRuns: 150 },
    );
  });

  it("gives the same batches however many are prepared ahead, and from any kind of dataset", async () => {
    await fc.assert(
      fc.asyncProperty(setups, async (setup) => {
        const expected = await epoch(build({ ...setup, kind: "rows", prefetch: 0 }));
        expect(await epoch(build({ ...setup, kind: "rows" }))).toEqual(expected);
        expect(await epoch(build({ ...setup, kind: "samples" }))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  it("changes images anew in every epoch", async () => {
    const loader = build({ kind: "stream", count: 4, batchSize: 4, dropLast: false, seed: 1, prefetch: 0 });
    const [[first]] = await epoch(loader);
    const [[second]] = await epoch(loader);
    expect(second).not.toEqual(first);
  });

  it("counts the batch in hand as done, and stands at the next epoch after break", async () => {
    const loader = build({ kind: "rows", count: 6, batchSize: 2, dropLast: false, seed: 0, prefetch: 2 });
    const states: LoaderState[] = [loader.stateDict()];
    for await (const _ of loader) states.push(loader.stateDict());
    states.push(loader.stateDict());
    for await (const _ of loader) break;
    states.push(loader.stateDict());
    expect(states).toEqual([
      { epoch: 0, batch: 0 },
      { epoch: 0, batch: 1 },
      { epoch: 0, batch: 2 },
      { epoch: 0, batch: 3 },
      { epoch: 1, batch: 0 },
      { epoch: 2, batch: 0 },
    ]);
  });

  it("ends at once behind the last batch and moves on", async () => {
    for (const kind of ["rows", "samples", "stream"] as const) {
      const loader = build({ kind, count: 5, batchSize: 2, dropLast: false, seed: 0, prefetch: 1 });
      loader.loadStateDict({ epoch: 4, batch: 3 });
      expect(await epoch(loader)).toEqual([]);
      expect(loader.stateDict()).toEqual({ epoch: 5, batch: 0 });
      expect(await epoch(loader)).toHaveLength(3);
    }
  });

  it("forgets the batch when the epoch is set", async () => {
    const loader = new DataLoader([[1], [2]]);
    loader.loadStateDict({ epoch: 4, batch: 1 });
    loader.epoch = 6;
    expect(loader.stateDict()).toEqual({ epoch: 6, batch: 0 });
  });

  it.each<[unknown, RegExp]>([
    [null, /^DataLoader: a state is \{ epoch, batch \}, got null/],
    [7, /a state is \{ epoch, batch \}, got number/],
    [{}, /epoch of the state must be a non-negative integer, got undefined/],
    [{ epoch: -1, batch: 0 }, /epoch of the state must be .*got -1/],
    [{ epoch: 0, batch: 1.5 }, /batch of the state must be .*got 1\.5/],
    [{ epoch: 0, batch: NaN }, /batch of the state must be .*got NaN/],
    [{ epoch: 0, batch: "1" }, /batch of the state must be .*got 1/],
    [{ epoch: 0, batch: 4 }, /the state stands behind batch 4, but an epoch has 3/],
  ])("refuses the state %j", (state, message) => {
    const loader = new DataLoader([[1], [2], [3]]);
    expect(() => loader.loadStateDict(state as LoaderState)).toThrow(ArgumentError);
    expect(() => loader.loadStateDict(state as LoaderState)).toThrow(message);
    expect(loader.stateDict()).toEqual({ epoch: 0, batch: 0 });
  });

  it("says so when a stream has fewer batches than the state", async () => {
    const loader = build({ kind: "stream", count: 5, batchSize: 2, dropLast: false, seed: 0, prefetch: 1 });
    loader.loadStateDict({ epoch: 0, batch: 9 });
    await expect(epoch(loader)).rejects.toThrow("stands behind batch 9, but the dataset ended after 3");
  });
});
