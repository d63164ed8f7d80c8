import { BackendError } from "@nn/core";
import { describe, expect, it } from "vitest";
import { cpu } from "../src/index";
import { createPool, sizeClass } from "../src/pool";

describe("buffers", () => {
  it("come back for the next allocation of about that size, the last freed first", () => {
    const pool = createPool();
    const [a, b] = [pool.allocate("float32", 1000), pool.allocate("float32", 1001)];
    pool.free(a, "float32");
    pool.free(b, "float32");
    expect(pool.allocate("float32", 1020)).toBe(b);
    expect(pool.allocate("float32", 1000)).toBe(a);
    expect(pool.allocate("float32", 1000)).not.toBe(a);
  });

  it("stay apart by dtype", () => {
    const pool = createPool();
    const a = pool.allocate("float32", 1000);
    pool.free(a, "float32");
    expect(pool.allocate("int32", 1000)).toBeInstanceOf(Int32Array);
    expect(pool.allocate("float32", 1000)).toBe(a);
  });

  it("are handed out once although freed twice", () => {
    const pool = createPool();
    const a = pool.allocate("float64", 100);
    pool.free(a, "float64");
    pool.free(a, "float64");
    expect(pool.allocate("float64", 100)).toBe(a);
    expect(pool.allocate("float64", 100)).not.toBe(a);
  });

  it("are not pooled when small", () => {
    const pool = createPool();
    const a = pool.allocate("float32", 16);
    pool.free(a, "float32");
    expect(a).toHaveLength(16);
    expect(pool.allocate("float32", 16)).not.toBe(a);
  });

  it("may be empty", () => {
    expect(createPool().allocate("bool", 0)).toHaveLength(0);
  });

  it("waste at most a quarter", () => {
    for (let length = 1; length < 5000; length++) {
      expect(sizeClass(length)).toBeGreaterThanOrEqual(length);
      expect(sizeClass(length)).toBeLessThanOrEqual(length * 1.25);
      expect(sizeClass(sizeClass(length))).toBe(sizeClass(length));
    }
  });

  it("name the bytes that there is no room for", () => {
    const backend = cpu();
    expect(() => backend.allocate("float64", 2 ** 40)).toThrow(BackendError);
    expect(() => backend.allocate("float64", 2 ** 40)).toThrow(`${2 ** 43} bytes`);
  });

  it("are refused after dispose, and freeing them does nothing", () => {
    const backend = cpu();
    const buffer = backend.allocate("float32", 1000);
    backend.dispose();
    backend.free(buffer, "float32", 1000);
    expect(() => backend.allocate("float32", 1000)).toThrow("disposed");
  });

  it("are read and written by copy", async () => {
    const backend = cpu();
    const buffer = backend.allocate("int32", 4);
    const data = Int32Array.of(1, 2, 3, 4);
    backend.write(buffer, data);
    data[1] = 9;
    const read = backend.readSync?.(buffer, "int32", 1, 2);
    expect(read).toEqual(Int32Array.of(2, 3));
    read?.fill(0);
    expect(await backend.read(buffer, "int32", 0, 4)).toEqual(Int32Array.of(1, 2, 3, 4));
  });
});
