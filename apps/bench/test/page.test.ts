import { describe, expect, it } from "vitest";
import { adapterLine, shareAdapter } from "../src/gpu/adapter";
import { packed, unpacked } from "../src/page/packed";
import { servePage } from "../src/page/serve";

describe("outputs of a page", () => {
  it("come through as they are, however many", () => {
    const values = Float32Array.from({ length: 30_000 }, (_, i) => Math.sin(i));
    expect(unpacked(packed(values))).toEqual(values);
    expect([...unpacked(packed([1.5, NaN, -Infinity]))]).toEqual([1.5, NaN, -Infinity]);
    expect(unpacked(packed([]))).toHaveLength(0);
  });
});

describe("the page's server", () => {
  it("serves a page, its scripts, and nothing else", async () => {
    const { url, close } = await servePage(import.meta.dirname);
    try {
      const page = await fetch(url);
      expect(await page.text()).toContain('src="page.js"');
      expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
      const script = await fetch(`${url}page.test.ts`);
      expect(script.headers.get("content-type")).toBe("text/javascript");
      expect((await fetch(`${url}absent.js`)).status).toBe(404);
      expect((await fetch(`${url}..%2fpackage.json`)).status).toBe(404);
    } finally {
      close();
    }
  });
});

describe("adapters", () => {
  it("are the same for all, whatever a library asks for", async () => {
    const asked: unknown[] = [];
    const gpu = { requestAdapter: async (options?: object) => (asked.push(options), null) } as unknown as GPU;
    shareAdapter(gpu);
    await gpu.requestAdapter();
    await gpu.requestAdapter({ powerPreference: "low-power", forceFallbackAdapter: false });
    expect(asked).toEqual([
      { powerPreference: "high-performance" },
      { powerPreference: "high-performance", forceFallbackAdapter: false },
    ]);
  });

  it("have a line in the circumstances", () => {
    const facts = { vendor: "google", architecture: "swiftshader", description: "", features: [] };
    expect(adapterLine(facts)).toBe("google swiftshader");
    expect(adapterLine({ ...facts, vendor: "", architecture: "", description: "D" })).toBe("unnamed (D)");
  });
});
