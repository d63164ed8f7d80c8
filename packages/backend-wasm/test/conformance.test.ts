import { runConformance } from "@nn/conformance";
import { createBackend } from "../src/backend";
import { wasm } from "../src/index";
import { Machine } from "../src/machine/machine";

runConformance("wasm", () => wasm({ threads: 1 }));
runConformance("wasm with 2 threads", async () => createBackend(await Machine.start(2, "everything")));
