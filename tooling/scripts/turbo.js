// Runs turbo with the pinned pnpm on its PATH and without telemetry, also where only npm is installed.
import { spawnSync } from "node:child_process";
import { env, providePnpm, root } from "./stages.js";

const problem = providePnpm();
if (problem !== undefined) throw new Error(problem);
const shell = process.platform === "win32";
const { status } = spawnSync("turbo", process.argv.slice(2), { cwd: root, env, shell, stdio: "inherit" });
process.exit(status ?? 1);
