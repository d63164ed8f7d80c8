// Starts a tier-2 op: `npm run new:op -- hardShrink neural` writes its file, its barrel line and a conformance row.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./stages.js";

const ops = join(root, "packages/core/src/ops");
const cases = join(root, "packages/conformance/src/cases");
/** Folders whose rows are in a table of another name. @type {Readonly<Record<string, string>>} */
const tables = { neural: "activations", optim: "optimizers" };
const WIDTH = 120;

/**
 * hardShrink → hard-shrink, gatherND → gather-nd.
 * @param {string} name
 * @param {string} separator
 */
function split(name, separator) {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, `$1${separator}$2`).toLowerCase();
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`new:op: ${message}\nusage: npm run new:op -- NAME FOLDER`);
  process.exit(1);
}

/** @param {string} name */
function opText(name) {
  return `import type { Tensor } from "../../tensor/tensor";

/** TODO: in a sentence what it gives, with shapes, units, errors and the source of the formula. */
export function ${name}(x: Tensor): Tensor {
  return x;
}
`;
}

/**
 * The barrel with a line for the op, in the order of the files.
 * @param {string} text
 * @param {string} name
 * @param {string} file
 */
function withLine(text, name, file) {
  const lines = text.trimEnd().split("\n");
  let place = lines.findIndex((line) => (line.match(/from "\.\/(.+)";/)?.[1] ?? "") > file);
  // An export of several lines names its file on the last one.
  while (place > 0 && !lines[place].startsWith("export")) place--;
  lines.splice(place < 0 ? lines.length : place, 0, `export { ${name} } from "./${file}";`);
  return `${lines.join("\n")}\n`;
}

/**
 * The case table with the op imported and a row in front.
 * @param {string} text
 * @param {string} table
 * @param {string} name
 */
function withRow(text, table, name) {
  const start = `export const ${table}Table: readonly Case[] = [`;
  const imported = text.match(/import \{([^}]*)\} from "@nn\/core";/);
  if (!imported || !text.includes(start)) fail(`cases/${table}.ts does not look like a table of cases`);
  const torch = `torch.${split(name, "_")}(x)`;
  const rows = `
  ...casesOf("${table}", "${name}", "function", [
    row("matrix", { x: floats([3, 5]) }, ({ x }) => ${name}(x), "${torch}"),
  ]),`;
  return text.replace(imported[0], importOf([...imported[1].split(","), name])).replace(start, start + rows);
}

/** @param {readonly string[]} entries */
function importOf(entries) {
  const names = entries.map((entry) => entry.trim()).filter((entry) => entry !== "");
  const types = names.filter((entry) => entry.startsWith("type "));
  const values = names.filter((entry) => !entry.startsWith("type "));
  const sorted = [...values.sort((a, b) => a.localeCompare(b)), ...types];
  const line = `import { ${sorted.join(", ")} } from "@nn/core";`;
  return line.length <= WIDTH ? line : `import {\n${sorted.map((entry) => `  ${entry},\n`).join("")}} from "@nn/core";`;
}

/** @param {string} path @param {string} text */
function write(path, text) {
  writeFileSync(path, text);
  console.log(relative(root, path));
}

const [name = "", folder = ""] = process.argv.slice(2);
const folders = readdirSync(ops, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const file = split(name, "-");
if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) fail(`the name must be in camelCase, got "${name}"`);
if (!folders.includes(folder)) fail(`no folder "${folder}", expected one of ${folders.join(", ")}`);
if (existsSync(join(ops, folder, `${file}.ts`))) fail(`packages/core/src/ops/${folder}/${file}.ts exists already`);

const barrel = join(ops, folder, "index.ts");
write(join(ops, folder, `${file}.ts`), opText(name));
write(barrel, withLine(readFileSync(barrel, "utf8"), name, file));
const table = tables[folder] ?? folder;
const tablePath = join(cases, `${table}.ts`);
write(tablePath, withRow(readFileSync(tablePath, "utf8"), table, name));
