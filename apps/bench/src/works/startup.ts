import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { node, onnxModel } from "../onnx/model";
import { multiply } from "../reference/multiply";
import { peerUrl, requirePeer } from "../peers";
import { dawnUrl } from "../gpu/dawn";
import type { Tfjs } from "../contestants/tfjs";
import type { Task, Work } from "../work";

const SIZE = 64;

const execute = promisify(execFile);

/** Runs `source`, which sets `y`, in a fresh Node process; its clock starts before the first import. */
async function freshProcess(source: string): Promise<{ ms: number; y: number[] }> {
  const lines = [
    "const start = performance.now();",
    `const a = new Float32Array(${SIZE ** 2}).map((_, i) => Math.sin(i));`,
    "let y;",
    source,
    "const ms = performance.now() - start;",
    "process.stdout.write(JSON.stringify({ ms, y: Array.from(y) }), () => process.exit());",
  ];
  // Not as a module: the flag for that would reach the threads that a library starts, which refuse it.
  const script = `void (async () => {${lines.join("\n")}})();`;
  const { stdout } = await execute(process.execPath, ["--eval", script], {
    maxBuffer: 1 << 24,
  });
  // Whatever a library prints comes before.
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"ms"'))) as { ms: number; y: number[] };
}

function starting(source: string): Task {
  return {
    time: async () => (await freshProcess(source)).ms,
    outputs: async () => ({ y: (await freshProcess(source)).y }),
  };
}

const quote = (text: string): string => JSON.stringify(text);

/** From the first import to the values of the first small product, with Node's own start left out. */
export const startup: Work = {
  name: `start: import, first matmul ${SIZE}x${SIZE}`,
  opsPerRun: 1,
  runsCompared: 1,
  tolerance: 1e-5,
  inputs: () => ({}),
  reference: () => {
    const a = new Float32Array(SIZE ** 2).map((_, i) => Math.sin(i));
    return { y: multiply(a, a, { m: SIZE, k: SIZE, n: SIZE }) };
  },
  nn: ({ backend, compiled, threads }) => {
    if (compiled) throw new Error("nothing to compile");
    return starting(`
      const { matmul, setBackend, tensor } = await import(${quote(import.meta.resolve("@nn/core"))});
      const { ${backend.factory}: factory } = await import(${quote(backend.url)});
      setBackend(await factory({ threads: ${threads} }));
      const x = tensor(a, { shape: [${SIZE}, ${SIZE}] });
      y = await matmul(x, x).data();`);
  },
  tfjs: (tfjs) => starting(startTfjs(tfjs)),
  jax: ({ device, jit }) => {
    if (jit) throw new Error("nothing to compile");
    return starting(`
      ${gpuFor(device)}
      const { defaultDevice, init, numpy } = await import(${quote(peerUrl("@jax-js/jax"))});
      await init(${quote(device)});
      defaultDevice(${quote(device)});
      const x = numpy.array(a).reshape([${SIZE}, ${SIZE}]);
      y = await numpy.matmul(x.ref, x).data();`);
  },
  ort: ({ threads }) => {
    const shape = [SIZE, SIZE];
    const model = onnxModel({
      nodes: [node("MatMul", ["a", "a"], "y")],
      inputs: { a: shape },
      constants: {},
      output: "y",
    });
    return starting(`
      const { createRequire } = await import("node:module");
      const ort = createRequire(${quote(requirePeer.resolve("onnxruntime-web"))})("onnxruntime-web");
      ort.env.wasm.numThreads = ${threads};
      const model = Uint8Array.of(${model.join()});
      const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
      y = (await session.run({ a: new ort.Tensor("float32", a, [${shape.join()}]) })).y.data;`);
  },
  torch: 'raise RuntimeError("no JavaScript to start")',
};

/** What gives a process the `navigator.gpu` that a library looks for; our own finds the package by itself. */
function gpuFor(device: string): string {
  if (device !== "webgpu") return "";
  return `
    const { create, globals } = await import(${quote(dawnUrl())});
    Object.assign(globalThis, globals);
    globalThis.gpu = create([]);
    const navigator = { gpu: globalThis.gpu, userAgent: "Node.js" };
    Object.defineProperty(globalThis, "navigator", { value: navigator });`;
}

function startTfjs({ variant }: Tfjs): string {
  if (variant === "cpu-esm") throw new Error("Node does not load these modules by itself");
  const name = `@tensorflow/tfjs-backend-${variant}`;
  const path = requirePeer.resolve(name);
  return `
    ${gpuFor(variant)}
    console.warn = () => {};
    const { createRequire } = await import("node:module");
    const require = createRequire(${quote(path)});
    const tf = require("@tensorflow/tfjs-core");
    const { setWasmPaths } = require(${quote(path)});
    setWasmPaths?.(${quote(`${dirname(path)}/`)});
    await tf.setBackend(${quote(variant)});
    await tf.ready();
    const x = tf.tensor(a, [${SIZE}, ${SIZE}]);
    y = await tf.matMul(x, x).data();`;
}
