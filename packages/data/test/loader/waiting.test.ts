import { memoryStats, setBackend, tensor } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { DataLoader } from "../../src/index";

beforeAll(() => setBackend(cpu()));

const turn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** A dataset whose samples come when they are told to. */
function manual(length: number) {
  const asked: number[] = [];
  const give = new Map<number, (sample: [number]) => void>();
  const get = (index: number) => {
    asked.push(index);
    return new Promise<[number]>((resolve) => give.set(index, resolve));
  };
  return { length, get, asked, give: (index: number) => give.get(index)?.([index]) };
}

describe("prefetch", () => {
  it.each([0, 1, 3])("of %i asks for as many batches ahead and no more", async (prefetch) => {
    const dataset = manual(20);
    const batches = new DataLoader(dataset, { batchSize: 2, prefetch })[Symbol.asyncIterator]();
    const first = batches.next();
    await turn();
    expect(dataset.asked).toEqual(Array.from({ length: 2 * (prefetch + 1) }, (_, i) => i));
    for (let i = 0; i < 2; i++) dataset.give(i);
    expect(Array.from(await (await first).value![0].data())).toEqual([0, 1]);
    await turn();
    expect(dataset.asked).toHaveLength(2 * (prefetch + 1));
    await batches.return();
  });

  it("keeps the order when later samples come first", async () => {
    const dataset = manual(6);
    const batches = new DataLoader(dataset, { batchSize: 2, prefetch: 2 })[Symbol.asyncIterator]();
    const first = batches.next();
    await turn();
    for (const index of [5, 4, 3, 2, 1, 0]) dataset.give(index);
    const seen = [];
    for (let result = await first; !result.done; result = await batches.next()) {
      seen.push(Array.from(await result.value[0].data()));
    }
    expect(seen).toEqual([[0, 1], [2, 3], [4, 5]]); // oxfmt-ignore
  });

  it("tells a failure only when the loop gets there", async () => {
    const get = async (index: number): Promise<[number]> => {
      if (index === 2) throw new RangeError("no sample 2");
      return [index];
    };
    const seen: number[] = [];
    const loop = async () => {
      for await (const [x] of new DataLoader({ length: 5, get }, { prefetch: 4 })) {
        await turn();
        seen.push(await x.item());
      }
    };
    await expect(loop()).rejects.toThrow(new RangeError("no sample 2"));
    expect(seen).toEqual([0, 1]);
  });

  it("takes from a stream ahead, and ends with it", async () => {
    let taken = 0;
    const stream = {
      async *[Symbol.asyncIterator]() {
        for (; taken < 7; taken++) yield [taken] as [number];
      },
    };
    const seen = [];
    for await (const [x] of new DataLoader(stream, { batchSize: 2, prefetch: 2 })) {
      await turn();
      seen.push([Array.from(await x.data()), taken]);
    }
    // After each batch, up to two more have been taken.
    expect(seen).toEqual([[[0, 1], 5], [[2, 3], 7], [[4, 5], 7], [[6], 7]]); // oxfmt-ignore
  });

  it("fails with the dataset, be it at once or later", async () => {
    const fails = {
      length: 3,
      get: (index: number): [number] => {
        throw new RangeError(`no ${index}`);
      },
    };
    const loop = async () => {
      for await (const _ of new DataLoader(fails, { batchSize: 3, prefetch: 1 }));
    };
    await expect(loop()).rejects.toThrow(new RangeError("no 0"));
  });
});

describe("signal", () => {
  const reason = new Error("enough");

  it("ends a loop that waits for a sample, and frees everything", async () => {
    // A backend of its own: what other tests left to the collector may go at any time.
    setBackend(cpu());
    const controller = new AbortController();
    const dataset = manual(10);
    const before = memoryStats().buffers;
    const batches = new DataLoader(dataset, { signal: controller.signal, prefetch: 2 })[Symbol.asyncIterator]();
    const first = batches.next();
    await turn();
    dataset.give(0);
    await first;
    const second = batches.next();
    await turn();
    controller.abort(reason);
    await expect(second).rejects.toBe(reason);
    expect(await batches.next()).toEqual({ done: true, value: undefined });
    for (let i = 1; i < 4; i++) dataset.give(i);
    await turn();
    expect(memoryStats().buffers).toBe(before);
  });

  it("ends a loop that waits for a stream which never gives anything", async () => {
    const controller = new AbortController();
    const stream = {
      async *[Symbol.asyncIterator]() {
        yield [1] as [number];
        await new Promise(() => undefined);
      },
    };
    const loop = async () => {
      for await (const _ of new DataLoader(stream, { signal: controller.signal })) {
        setTimeout(() => controller.abort(reason), 5);
      }
    };
    await expect(loop()).rejects.toBe(reason);
  });

  it("ends the loop before the next batch", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const loader = new DataLoader([[1], [2], [3]], { signal: controller.signal, prefetch: 2 });
    const loop = async () => {
      for await (const [x] of loader) {
        seen.push(await x.item());
        if (seen.length === 2) controller.abort(reason);
      }
    };
    await expect(loop()).rejects.toBe(reason);
    expect(seen).toEqual([1, 2]);
    expect(loader.stateDict()).toEqual({ epoch: 1, batch: 0 });
    await expect(loop()).rejects.toBe(reason);
    expect(seen).toEqual([1, 2]);
  });

  it("leaves no listeners behind", async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = function (...args: unknown[]) {
      listeners++;
      addEventListener.apply(this, args as never);
    };
    signal.removeEventListener = function (...args: unknown[]) {
      listeners--;
      removeEventListener.apply(this, args as never);
    };
    let batches = 0;
    for await (const _ of new DataLoader([[1], [2], [3]], { signal })) batches++;
    await turn();
    expect([batches, listeners]).toEqual([3, 0]);
  });
});

describe("a stream's own cleanup", () => {
  const stream = (log: string[], count: number) => ({
    async *[Symbol.asyncIterator]() {
      try {
        for (let i = 0; i < count; i++) yield [i] as [number];
      } finally {
        await turn();
        log.push("closed");
      }
    },
  });

  it("is done when break has ended the loop", async () => {
    const log: string[] = [];
    for await (const _ of new DataLoader(stream(log, 100))) break;
    expect(log).toEqual(["closed"]);
  });

  it("is done once when the stream ends", async () => {
    const log: string[] = [];
    let batches = 0;
    for await (const _ of new DataLoader(stream(log, 3))) batches++;
    expect([batches, log]).toEqual([3, ["closed"]]);
  });

  it("is not waited for while the stream is busy ahead", async () => {
    let asked = 0;
    const busy = {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          asked++;
          return asked === 1
            ? Promise.resolve({ done: false, value: [tensor([1])] as [ReturnType<typeof tensor>] })
            : new Promise<never>(() => undefined);
        },
        return: () => new Promise<never>(() => undefined),
      }),
    };
    for await (const _ of new DataLoader(busy, { prefetch: 1 })) break;
    expect(asked).toBe(2);
  });
});
