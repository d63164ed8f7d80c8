import { runConformance } from "@nn/conformance";
import { expect, it, vi } from "vitest";
import { createBackend } from "../src/backend";
import { wasm } from "../src/index";
import { Machine } from "../src/machine/machine";

runConformance("wasm", () => wasm({ threads: 1 }));
runConformance("wasm with 2 threads", async () => createBackend(await Machine.start(2, "everything")));

it("has a second thread here", async () => {
  const machine = await Machine.start(2);
  await vi.waitFor(() => expect(machine.readyWorkers).toBe(1), { timeout: 20_000 });
  machine.dispose();
});
