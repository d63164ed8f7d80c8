// `npm start -- <flags>`: installs, builds what the digits app needs, and runs it with the flags given.
import { spawnSync } from "node:child_process";
import { install, root, stage } from "./stages.js";

if (!(await install()) || !(await stage("build", "turbo run build --filter=@nn/digits..."))) process.exit(1);
// The app decides what Ctrl-C means; it gets the signal as well.
process.on("SIGINT", () => {});
const args = ["apps/digits/dist/main.js", ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" });
process.exit(status ?? 1);
