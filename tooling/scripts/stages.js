// Plain Node without dependencies: these run before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

export const root = join(import.meta.dirname, "../..");
const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** @type {NodeJS.ProcessEnv} */
export const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
const shell = process.platform === "win32";

/**
 * Puts the pinned pnpm (turbo looks for it there) and the installed tools on the PATH of `env`.
 * @returns {string | undefined} What went wrong.
 */
export function providePnpm() {
  const args = ["--yes", `--package=${packageManager}`, "--", "node", "-p", "process.env.PATH"];
  const { status, stdout, stderr } = spawnSync("npx", args, { cwd: root, env, encoding: "utf8", shell });
  if (status !== 0) return stderr;
  env.PATH = [join(root, "node_modules/.bin"), stdout.trim()].join(delimiter);
  return undefined;
}

/**
 * Runs a command and gives its exit code and output; `onOutput` sees the output as it comes.
 * @param {string} command
 * @param {(text: string) => void} [onOutput]
 * @returns {Promise<{ code: number, output: string }>}
 */
function run(command, onOutput = () => {}) {
  return new Promise((done) => {
    const child = spawn(command, { cwd: root, env, shell: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
        onOutput(text);
      });
    }
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command as one stage: a line with its name and time, and its output when it fails.
 * @param {string} name
 * @param {string} command
 * @param {(text: string) => void} [onOutput] Shows the output as it comes instead.
 * @returns {Promise<boolean>} Whether it passed.
 */
export async function stage(name, command, onOutput) {
  const start = performance.now();
  const { code, output } = await run(command, onOutput);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (code !== 0 && onOutput === undefined) process.stdout.write(`${output}\n`);
  console.log(`${name.padEnd(10)} ${code === 0 ? "ok    " : "FAILED"} ${seconds.padStart(6)} s`);
  return code === 0;
}

/** Installs exactly what the lockfile says. */
export async function install() {
  const problem = providePnpm();
  if (problem !== undefined) {
    console.log(`${problem}\ninstall    FAILED: cannot fetch ${packageManager} with npx`);
    return false;
  }
  return stage("install", "pnpm install --frozen-lockfile --prefer-offline");
}
