import { scope, type Backend } from "@nn/core";
import type { Case, FloatDType } from "../case";
import { eager, type Mode, type Setting } from "../evaluate";
import { checkDecomposition } from "./decomposition";
import { checkDifferences } from "./differences";
import type { CheckName, Failure } from "./failure";
import { checkForward, checkGradient, checkSecondGradient } from "./values";
import { checkStrided } from "./strided";

/** One look at a case in one dtype. */
export interface Check {
  readonly name: CheckName;
  readonly dtype: FloatDType;
}

type Checker = (c: Case, setting: Setting) => Promise<string[]>;

const checkers: Readonly<Record<CheckName, Checker>> = {
  forward: checkForward,
  gradient: checkGradient,
  "second gradient": checkSecondGradient,
  differences: checkDifferences,
  strided: checkStrided,
  decomposition: checkDecomposition,
};

/** The checks that apply to a case on a backend; with `hasKernel` the backend has a fused kernel for its op. */
export function checksOf(c: Case, { caps: { dtypes } }: Backend, hasKernel: boolean): Check[] {
  const checks: Check[] = [];
  const specs = Object.values(c.inputs);
  // A function that creates tensors depends on the dtype when it asks for the context.
  const floating = specs.length === 0 ? c.call.length > 1 : specs.some(({ dtype }) => dtype === "float");
  const differentiable = c.grad.length > 0;
  for (const dtype of ["float32", "float64", "float16"] as const) {
    const wanted = dtype === "float32" || (floating && dtypes.has(dtype) && c[dtype]);
    if (!wanted) continue;
    // The plain oracle holds float64: only rounding is left to see in other dtypes.
    if (c.torch === undefined && dtype !== "float32" && specs.length > 0) continue;
    checks.push({ name: "forward", dtype });
    if (!differentiable) continue;
    checks.push({ name: "gradient", dtype });
    if (c.second && dtype !== "float16") checks.push({ name: "second gradient", dtype });
    if (c.differences && dtype === "float64") checks.push({ name: "differences", dtype });
  }
  const hasElements = specs.some(({ shape }) => shape.every((size) => size > 0));
  if (c.strided && hasElements && c.torch !== undefined) checks.push({ name: "strided", dtype: "float32" });
  if (hasKernel) checks.push({ name: "decomposition", dtype: "float32" });
  return checks;
}

/** Runs one check: what is wrong, in words. An error thrown by the op is a failure, too. */
export async function runCheck(
  backend: Backend,
  c: Case,
  { name, dtype }: Check,
  mode: Mode = eager,
): Promise<Failure[]> {
  let messages: string[];
  try {
    messages = await scope(() => checkers[name](c, { backend, dtype, mode }));
  } catch (error) {
    messages = [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
  }
  return messages.map((message) => ({ id: c.id, check: name, dtype, message }));
}

/** Every check of a case on a backend. */
export async function checkCase(backend: Backend, c: Case, mode: Mode = eager): Promise<Failure[]> {
  const failures: Failure[] = [];
  const hasKernel = Object.keys(backend.fused).length > 0;
  for (const check of checksOf(c, backend, hasKernel)) failures.push(...(await runCheck(backend, c, check, mode)));
  return failures;
}
