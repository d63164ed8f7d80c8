import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listing, parseOptions } from "../src/options";
import { PORTABLE_WORKS } from "../src/works/portable";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What the user is told about wrong arguments. */
function complaint(...args: string[]): string {
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(() => parseOptions(args)).toThrow(CommanderError);
  return stderr.mock.calls.map(([text]) => String(text)).join("");
}

describe("options", () => {
  it("refuses unknown flags and bad values", () => {
    expect(complaint("--bogus")).toContain("unknown option '--bogus'");
    expect(complaint("extra")).toContain("too many arguments");
    expect(complaint("--threads", "1.5")).toContain("whole number from 1 on");
    expect(complaint("--peers", "tfjs-cpu,onnx")).toContain("There is no peer onnx.");
    expect(complaint("--rounds", "0")).toContain("whole number from 1 on");
    expect(complaint("--only", "nothing like this")).toContain("--list shows all");
  });

  it("selects works, peers and rounds", () => {
    const options = parseOptions(["--only", "MATMUL 256, softmax", "--peers", "jax-wasm", "--rounds", "2", "--quick"]);
    expect(options.works.map(({ name }) => name)).toEqual(["matmul 256x256x256", "softmax 512x1000"]);
    expect(options.peers.map(({ id }) => id)).toEqual(["jax-wasm"]);
    expect(options.limits.rounds).toBe(2);
    expect(options.install).toBe(true);
    expect(parseOptions(["--peers", "none", "--no-install"])).toMatchObject({ peers: [], install: false });
  });

  it("adds contestants with threads beside those without", () => {
    const options = parseOptions(["--peers", "jax-wasm,ort-web,torch-128", "--threads", "2"]);
    const named = (all: readonly { id: string; threads: number }[]) => all.map(({ id, threads }) => `${id} ${threads}`);
    const peers = ["jax-wasm 1", "ort-web 1", "ort-web-2t 2", "torch-128 1", "torch-128-2t 2"];
    expect(named(options.peers)).toEqual(peers);
    expect(named(options.own)).toEqual(expect.arrayContaining(["nn-cpu 1", "nn-cpu-2t 2"]));
    expect(parseOptions(["--peers", "torch"]).peers.map(({ id }) => id)).toEqual(["torch"]);
  });

  it("selects contestants by a part of their names", () => {
    const options = parseOptions(["--peers", "jax-wasm,tfjs-webgpu,jax-webgpu-jit", "--who", "TFJS,jit,-cpu"]);
    expect(options.peers.map(({ id }) => id)).toEqual(["tfjs-webgpu", "jax-webgpu-jit"]);
    expect(options.own.every(({ id }) => id.includes("-cpu"))).toBe(true);
  });

  it("has contestants on a GPU in the browser, with works that pages can do, and with one thread", () => {
    const options = parseOptions(["--browser", "--threads", "2"]);
    const gpu = ["tfjs-webgpu", "jax-webgpu", "jax-webgpu-jit"];
    expect(options.peers.map(({ id }) => id)).toEqual(gpu);
    expect(options.own.map(({ id }) => id)).toContain("nn-webgpu");
    expect(options.own.every(({ variant, threads }) => variant === "webgpu" && threads === 1)).toBe(true);
    expect(options.works).toEqual(PORTABLE_WORKS);
    const stalls = parseOptions(["--stalls", "--peers", "none"]);
    expect(stalls.works.map(({ name }) => name)).toEqual(["train lenet batch 64 adam"]);
    expect(stalls).toMatchObject({ place: "browser", stalls: true, peers: [] });
  });

  it("lists works and contestants", () => {
    const text = listing(parseOptions(["--list"]));
    expect(text).toContain("  matmul 512x512x512\n");
    expect(text).toContain("  nn-cpu\n");
    expect(text).toContain("  tfjs-wasm\n");
  });
});
