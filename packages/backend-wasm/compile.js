// Compiles assembly/ to WebAssembly and writes it, as base64, and the types of its exports to src/generated/, unless
// that is younger.
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
const generated = join(folder, "src/generated");

/** @typedef {{ readonly wasm: Uint8Array, readonly declarations: string }} Compiled */

/**
 * One entry file of assembly/. The memory is declared as shared; `load.ts` clears that flag where it is not.
 * @param {string} entry
 * @param {number} constants Where its constants lie: see src/machine/layout.ts.
 * @param {readonly string[]} features
 * @returns {Promise<Compiled>}
 */
async function compile(entry, constants, features) {
  const { default: asc } = await import("assemblyscript/asc");
  /** @type {Map<string, string | Uint8Array>} */
  const files = new Map();
  const options =
    `${entry} --outFile out.wasm --bindings raw -O3 --noAssert --runtime stub --enable ${["simd", "threads", ...features].join()} ` +
    `--memoryBase ${constants} --importMemory --noExportMemory --sharedMemory --initialMemory 1 --maximumMemory 65536`;
  let problems = "";
  const { error } = await asc.main([...options.split(" "), "--baseDir", join(folder, "assembly")], {
    stderr: { write: (text) => void (problems += text) },
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error) throw new Error(`${entry}: ${error.message}\n${problems}`);
  return {
    wasm: /** @type {Uint8Array} */ (files.get("out.wasm")),
    declarations: String(files.get("out.d.ts")),
  };
}

/**
 * The exported functions of the compiler's declarations as an interface.
 * @param {string} declarations
 */
function interfaceOf(declarations) {
  const members = [...declarations.matchAll(/export function (\w+)(\(.*\)): (\w+);/g)].map(
    ([, name, parameters, result]) => `  readonly ${name}: ${parameters} => ${result};`,
  );
  return `/** The functions of the module. */\nexport interface Exports {\n${members.sort().join("\n")}\n}\n`;
}

/** @param {string} directory @returns {number[]} When its files were written. */
const timesIn = (directory) =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs)
    : [];

/** @param {Uint8Array} wasm */
const base64 = (wasm) => Buffer.from(wasm).toString("base64");

const made = timesIn(generated);
const newest = Math.max(statSync(import.meta.filename).mtimeMs, ...timesIn(join(folder, "assembly")));
if (made.length < 3 || Math.min(...made) < newest) {
  const [simd, relaxed] = await Promise.all([
    compile("index.ts", 8192, []),
    compile("products.ts", 16384, ["relaxed-simd"]),
  ]);
  const files = {
    "simd.ts": `/** Every kernel. */\nexport const simd =\n  "${base64(simd.wasm)}";\n`,
    "relaxed.ts": `/** The products again, with fused multiply-add. */\nexport const relaxed =\n  "${base64(relaxed.wasm)}";\n`,
    "exports.ts": interfaceOf(simd.declarations),
  };
  mkdirSync(generated, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    // Tests of several projects may compile at the same time: readers see the old file or the new one.
    const temporary = join(generated, `.${process.pid}.${name}`);
    writeFileSync(temporary, text);
    renameSync(temporary, join(generated, name));
  }
}
