// `npm test`: every check of the repository, then every test. A failed stage does not hide the later ones.
import { install, stage } from "./stages.js";

/** @type {string[]} */
const failed = [];
/** @param {string} name @param {string} command */
const check = async (name, command) => {
  if (!(await stage(name, command))) failed.push(name);
};

if (!(await install())) process.exit(1);
await check("build", "turbo run build build:suite");
await check("lint", "oxlint --type-aware --deny-warnings");
await check("format", "oxfmt --check");
await check("types", "tsc");
await check("knip", "knip");
await check("packages", "turbo run check:pkg --continue");

// The reporter's closing line is held back so that it ends the whole output.
let totals = "0 passed, 1 failed, 0 skipped";
const passed = await stage("tests", "vitest run", (text) => {
  const [line] = text.match(/^\d+ passed, \d+ failed, \d+ skipped\n/m) ?? [];
  if (line !== undefined) totals = line.trim();
  process.stdout.write(line === undefined ? text : text.replace(line, ""));
});
if (!passed) failed.push("tests");
if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
console.log(totals);
process.exit(failed.length > 0 ? 1 : 0);
