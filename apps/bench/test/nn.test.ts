import { describe, expect, it } from "vitest";
import { loadNn } from "../src/contestants/nn";

const url = new URL("threaded-backend.ts", import.meta.url).href;
const loading = (factory: string, threads: number) => loadNn({ url, factory }, { compiled: false, threads });

describe("loadNn", () => {
  it("takes a backend with the threads that it was asked for", async () => {
    await expect(loading("threaded", 1)).resolves.toBeTypeOf("function");
    await expect(loading("threaded", 2)).resolves.toBeTypeOf("function");
    await expect(loading("single", 1)).resolves.toBeTypeOf("function");
  });

  it("refuses one that got fewer", async () => {
    await expect(loading("threaded", 3)).rejects.toThrow("asked for 3 threads, the backend got 2");
    await expect(loading("single", 2)).rejects.toThrow("asked for 2 threads, the backend got 1");
  });
});
