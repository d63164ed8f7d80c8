import { register } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { requirePeer } from "../peers";
import type { Tf } from "./tfjs-api";

const CORE = "@tensorflow/tfjs-core";

/** The folder with a peer's builds. */
const distOf = (name: string): string => dirname(requirePeer.resolve(name));

/**
 * TensorFlow.js with its gradients on one backend: `cpu` and `wasm` are what `require` gives in Node (compiled to ES5),
 * `cpu-esm` is what bundlers take (ES2017 modules).
 */
export async function importTfjs(variant: string): Promise<Tf> {
  const { warn } = console;
  // It greets Node users and complains about being loaded twice.
  console.warn = () => {};
  try {
    letNodeImportModules();
    const asModules = variant === "cpu-esm";
    const tf = (asModules ? await importDist(CORE, "index.js") : requirePeer(CORE)) as Tf;
    // The build for Node leaves out the gradients. Their modules register them globally, for either build.
    await importDist(CORE, "register_all_gradients.js");
    if (variant === "wasm") requireWasm();
    else if (asModules) await importDist("@tensorflow/tfjs-backend-cpu", "index.js");
    else requirePeer("@tensorflow/tfjs-backend-cpu");
    const backend = variant === "wasm" ? "wasm" : "cpu";
    if (!(await tf.setBackend(backend))) throw new Error(`tfjs cannot start its ${backend} backend here`);
    await tf.ready();
    return tf;
  } finally {
    console.warn = warn;
  }
}

function requireWasm(): void {
  const name = "@tensorflow/tfjs-backend-wasm";
  const { setWasmPaths } = requirePeer(name) as { setWasmPaths(folder: string): void };
  setWasmPaths(`${distOf(name)}/`);
}

function importDist(name: string, file: string): Promise<unknown> {
  return import(pathToFileURL(join(distOf(name), file)).href);
}

/**
 * Its modules are written for bundlers: imports without extensions, in a package that is not marked as ES modules, and
 * a call of `require`.
 */
function letNodeImportModules(): void {
  const core = pathToFileURL(join(distOf(CORE), "index.js")).href;
  const source = `const CORE = ${JSON.stringify(core)};${HOOKS}`;
  register(`data:text/javascript,${encodeURIComponent(source)}`);
  globalThis.require = requirePeer;
}

const HOOKS = `
import { existsSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const { conditions, parentURL = "" } = context;
  const url = specifier.startsWith("file:") ? specifier : new URL(specifier, parentURL).href;
  const found = (url) => ({ url, format: "module", shortCircuit: true });
  if (specifier === "@tensorflow/tfjs-core" && conditions.includes("import")) return found(CORE);
  if (specifier.startsWith("@tensorflow/tfjs-core/")) return found(CORE.replace("/dist/index.js", specifier.slice(21)) + ".js");
  if (/^(file|\\.\\.?\\/)/.test(specifier) && url.includes("/@tensorflow/") && conditions.includes("import")) {
    const file = [url, url + ".js", url + "/index.js"].find((url) => url.endsWith(".js") && existsSync(new URL(url)));
    if (file) return found(file);
  }
  return next(specifier, context);
}`;
