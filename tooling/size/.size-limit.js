/** @param {object} config The default bundles to a classic script, which has no top-level await. */
const modifyEsbuildConfig = (config) => ({ ...config, format: "esm" });

/**
 * Without the chunk that is loaded on adapters that compute on the processor only.
 * @param {{ external?: string[] }} config
 */
const withoutSoftwarePlan = (config) => ({
  ...modifyEsbuildConfig(config),
  external: [...(config.external ?? []), "./software-*.js"],
});

export default [
  { name: "add two tensors", path: "add.ts", limit: "25 kB", gzip: true, modifyEsbuildConfig },
  { name: "train an MLP", path: "train-mlp.ts", limit: "35 kB", gzip: true, modifyEsbuildConfig },
  {
    name: "the WebAssembly backend, module included",
    path: "backend-wasm.ts",
    limit: "60 kB",
    gzip: true,
    ignore: ["@nn/core"],
    modifyEsbuildConfig,
  },
  {
    name: "the WebGPU backend, as loaded where there is a GPU",
    path: "backend-webgpu.ts",
    limit: "45 kB",
    gzip: true,
    ignore: ["@nn/core"],
    modifyEsbuildConfig: withoutSoftwarePlan,
  },
];
