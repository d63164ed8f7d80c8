import { BackendError } from "@nn/core";
import { describe, expect, it } from "vitest";
import { blockSize, Heap } from "../src/machine/heap";
import type { Memory } from "../src/machine/web-assembly";
import { numbers } from "./views";

const START = 4096;

/** A memory that only counts: `limit` bytes at most. */
function countingMemory(limit = 2 ** 32): Memory & { grown: number } {
  const buffer = { byteLength: 2 ** 16 };
  return {
    buffer: buffer as unknown as ArrayBuffer,
    grown: 0,
    grow(pages) {
      if (buffer.byteLength + pages * 2 ** 16 > limit) throw new RangeError("no room");
      buffer.byteLength += pages * 2 ** 16;
      return ++this.grown;
    },
  };
}

const heapOn = (memory: Memory): Heap => new Heap(memory, START, () => {});

describe("block sizes", () => {
  it("hold what is asked for, in whole cache lines, at an eighth more at most", () => {
    for (let bytes = 0; bytes < 70_000; bytes += 7) {
      const size = blockSize(bytes);
      expect(size % 64).toBe(0);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(size - bytes).toBeLessThanOrEqual(Math.max(64, bytes / 8));
    }
  });

  it("are sizes of their own", () => {
    for (let bytes = 0; bytes < 2 ** 31; bytes = Math.floor(bytes * 1.37) + 1) {
      expect(blockSize(blockSize(bytes))).toBe(blockSize(bytes));
    }
  });
});

describe("the heap", () => {
  it("hands a block out again for the next of its size, the last freed first", () => {
    const heap = heapOn(countingMemory());
    const [a, b] = [heap.allocate(1000), heap.allocate(1000)];
    heap.free(a, 1000);
    heap.free(b, 1000);
    expect([heap.allocate(1001), heap.allocate(1000)]).toEqual([b, a]);
  });

  it("never hands out overlapping, unaligned or outlying blocks", () => {
    const memory = countingMemory(2 ** 22);
    const heap = heapOn(memory);
    const random = numbers(3);
    const live: { address: number; bytes: number }[] = [];
    let refused = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      if (live.length > 0 && random() < 0.45) {
        const [{ address, bytes }] = live.splice(Math.floor(random() * live.length), 1);
        heap.free(address, bytes);
        continue;
      }
      const bytes = Math.floor(2 ** (random() * 18));
      let address: number;
      try {
        address = heap.allocate(bytes);
      } catch {
        refused++;
        continue;
      }
      expect(address % 64).toBe(0);
      expect(address).toBeGreaterThanOrEqual(START);
      expect(address + bytes).toBeLessThanOrEqual(memory.buffer.byteLength - 64);
      for (const other of live) {
        if (address < other.address + other.bytes && other.address < address + bytes) expect.unreachable("overlap");
      }
      live.push({ address, bytes });
    }
    expect(refused).toBeGreaterThan(0);
    expect(live.length).toBeGreaterThan(50);
  });

  it("stays as large as it is when sizes come and go", () => {
    const memory = countingMemory();
    const heap = heapOn(memory);
    for (let size = 2 ** 20; size < 2 ** 21; size += 2 ** 14) {
      const blocks = [size, size, size].map((bytes) => ({ bytes, address: heap.allocate(bytes) }));
      for (const { address, bytes } of blocks) heap.free(address, bytes);
    }
    expect(memory.buffer.byteLength).toBeLessThan(24 * 2 ** 20);
  });

  it("joins what is free before it gives up", () => {
    const heap = heapOn(countingMemory(2 ** 20));
    const blocks: number[] = [];
    try {
      for (;;) blocks.push(heap.allocate(1000));
    } catch {
      for (const address of blocks) heap.free(address, 1000);
    }
    expect(blocks.length).toBeGreaterThan(900);
    expect(heap.allocate(900_000)).toBeGreaterThanOrEqual(START);
  });

  it("says how much was asked for and used when there is no room", () => {
    const heap = heapOn(countingMemory(2 ** 22));
    heap.allocate(2 ** 20);
    expect(() => heap.allocate(2 ** 22)).toThrow(BackendError);
    expect(() => heap.allocate(2 ** 22)).toThrow(/asked for 4\.0 MB with 1\.0 MB in use/);
    expect(() => heap.allocate(2 ** 40)).toThrow(/out of memory/);
    expect(() => heapOn(countingMemory()).allocate(2 ** 32)).toThrow(/out of memory/);
    expect(heap.allocate(2 ** 20)).toBeGreaterThan(0);
  });
});
