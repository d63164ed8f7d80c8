import { scope, type FusedKernels } from "@nn/core";
import type { Case, OpName } from "./case";
import { eager, gradientsOf, outputsOf, type Setting } from "./evaluate";
import { inputsOf } from "./materialize";
import { plainBackend } from "./reference/plain-backend";

/** The names of the fused kernels that each op asks the backend for, forward or backward. */
export function fusedUsage(cases: readonly Case[]): ReadonlyMap<OpName, ReadonlySet<string>> {
  let asked = new Set<string>();
  const fused = new Proxy<FusedKernels>({}, {
    get: (_, name) => {
      asked.add(String(name));
      return undefined;
    },
  }); // oxfmt-ignore
  const setting: Setting = { backend: plainBackend(fused), dtype: "float32", mode: eager };
  const usage = new Map<OpName, Set<string>>();
  for (const c of cases) {
    if (c.torch === undefined && Object.keys(c.inputs).length > 0) continue;
    asked = usage.get(c.op) ?? new Set();
    usage.set(c.op, asked);
    try {
      scope(() => {
        const inputs = inputsOf(setting.backend, c, "float32");
        const outputs = outputsOf(c, inputs, setting);
        if (outputs instanceof Promise) void outputs.catch(() => undefined);
        else if (c.grad.length > 0) void gradientsOf(c, inputs, setting);
      });
    } catch {
      // A case that throws fails in its own test.
    }
  }
  return usage;
}
