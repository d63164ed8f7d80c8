import { BackendError, full, rand, tensor, withBackend } from "@nn/core";
import { describe, expect, it, vi } from "vitest";
import { wasm } from "../src/index";
import { WebAssembly } from "../src/machine/web-assembly";

describe("memory", () => {
  it("that there is not is refused with the name of the tensor, and the backend goes on", async () => {
    const backend = await wasm({ threads: 1 });
    await withBackend(backend, async () => {
      const x = full([1000], 2);
      const tooLarge = (): unknown => rand([2 ** 16, 2 ** 15]);
      expect(tooLarge).toThrow(BackendError);
      expect(tooLarge).toThrow(/no memory for float32 \[65536,32768\]: wasm: out of memory: asked for 8192\.0 MB/);
      expect(await x.sum().item()).toBe(2000);
    });
    backend.dispose();
  });

  it("beyond 2 GB is read and written like any other", async () => {
    const backend = await wasm({ threads: 1 });
    await withBackend(backend, async () => {
      // Untouched memory costs nothing.
      const low = backend.allocate("uint8", 2 ** 31);
      const x = tensor([1, 2, 3]);
      expect(await x.add(x).tolist()).toEqual([2, 4, 6]);
      backend.free(low, "uint8", 2 ** 31);
    });
    backend.dispose();
  });

  it("of a disposed backend is refused", async () => {
    const backend = await wasm({ threads: 2 });
    backend.dispose();
    expect(() => backend.allocate("float32", 1)).toThrow("wasm: the backend was disposed");
  });

  it("freed twice is handed out once", async () => {
    const backend = await wasm({ threads: 1 });
    const block = backend.allocate("float32", 100);
    backend.free(block, "float32", 100);
    backend.free(block, "float32", 100);
    const [a, b] = [backend.allocate("float32", 100), backend.allocate("float32", 100)];
    expect((a as { address: number }).address).not.toBe((b as { address: number }).address);
    backend.dispose();
  });
});

describe("an engine", () => {
  it("without SIMD is refused by name", async () => {
    const validate = vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    await expect(wasm()).rejects.toThrow(/no WebAssembly SIMD/);
    validate.mockRestore();
  });

  it("without relaxed SIMD computes as well", async () => {
    const { validate } = WebAssembly;
    const spy = vi.spyOn(WebAssembly, "validate").mockImplementation((bytes) => {
      // The instruction's code is the last but the drop and the end.
      return bytes.at(-4) === 133 ? false : validate(bytes);
    });
    const backend = await wasm({ threads: 1 });
    const product = (): Promise<unknown> =>
      tensor([[1, 2]])
        .matmul(tensor([[3], [4]]))
        .tolist();
    expect(await withBackend(backend, product)).toEqual([[11]]);
    spy.mockRestore();
    backend.dispose();
  });
});
