// Runs in a process of its own: see threads.test.ts.
import { setBackend, tensor } from "@nn/core";
import { wasm } from "../src/index";

const ending = process.argv[2];
const backend = await wasm({ threads: 3 });
setBackend(backend);
// Workers are up, and asleep, after a while.
if (ending !== "right after the start") await new Promise((resolve) => setTimeout(resolve, 300));
console.log("sum", await tensor([1, 2]).sum().item());
if (ending === "dispose") backend.dispose();
if (ending === "process.exit") process.exit(3);
if (ending === "an error") throw new Error("on purpose");
