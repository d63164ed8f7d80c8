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
 * `cpu-esm` and `webgpu` are what bundlers take (ES2017 modules).
 */
export async function importTfjs(variant: string): Promise<Tf> {
  const { warn } = console;
  // It greets Node users and complains about being loaded twice.
  console.warn = () => {};
  try {
    letNodeImportModules();
    const asModules = variant === "cpu-esm" || variant === "webgpu";
    const tf = (asModules ? await importDist(CORE, "index.js") : requirePeer(CORE)) as Tf;
    // The build for Node leaves out the gradients. Their modules register them globally, for either build.
    await importDist(CORE, "register_all_gradients.js");
    const backend = variant === "cpu-esm" ? "cpu" : variant;
    const name = `@tensorflow/tfjs-backend-${backend}`;
    if (variant === "wasm") requireWasm();
    else if (asModules) await importDist(name, "index.js");
    else requirePeer(name);
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
  const folder = pathToFileURL(dirname(dirname(distOf(CORE)))).href;
  register(`data:text/javascript,${encodeURIComponent(`const FOLDER = ${JSON.stringify(`${folder}/`)};${HOOKS}`)}`);
  globalThis.require = requirePeer;
}

const HOOKS = `
import { existsSync } from "node:fs";
export async function resolve(specifier, context, next) {
  const { conditions, parentURL = "" } = context;
  if (!conditions.includes("import")) return next(specifier, context);
  const scope = "@tensorflow/";
  const path = specifier === "@tensorflow/tfjs-core" ? specifier + "/dist" : specifier;
  const url = path.startsWith(scope)
    ? FOLDER + path.slice(scope.length)
    : /^(file:|[.]{1,2}[/])/.test(path) ? new URL(path, parentURL).href : "";
  if (url.includes("/@tensorflow/")) {
    const file = [url, url + ".js", url + "/index.js"].find((url) => url.endsWith(".js") && existsSync(new URL(url)));
    if (file) return { url: file, format: "module", shortCircuit: true };
  }
  return next(specifier, context);
}`;
