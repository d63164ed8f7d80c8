// Runs in a process of its own: see process.test.ts.
import { setBackend, tensor } from "@nn/core";
import { webgpu } from "../src/index";

const ending = process.argv[2];
const backend = await webgpu();
setBackend(backend);
console.log("sum", await tensor([1, 2]).sum().item());
if (ending === "work in flight") void tensor([1, 2]).add(1).data();
if (ending === "dispose") backend.dispose();
if (ending === "process.exit") process.exit(3);
if (ending === "an error") throw new Error("on purpose");
