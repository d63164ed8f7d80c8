import { ArgumentError, Tensor } from "@nn/core";
import type { Gradients } from "./hooks";
import type { Module } from "./module";

/** The arguments of `forward` after a pre-hook gave `result`. */
export function checkReplacedInputs(module: Module, result: unknown, inputs: readonly unknown[]): readonly unknown[] {
  if (result === undefined) return inputs;
  if (result instanceof Tensor) return [result];
  if (Array.isArray(result)) return result as readonly unknown[];
  throw wrongResult(module, "registerForwardPreHook", result, "an array of forward's arguments");
}

/** The output of `forward` after a hook gave `result`. */
export function checkReplacedOutput(module: Module, result: unknown, output: unknown): unknown {
  if (result === undefined) return output;
  if (kindOf(result) === kindOf(output)) return result;
  throw wrongResult(module, "registerForwardHook", result, `${kindOf(output)}, as forward does,`);
}

/** The gradients to pass on after a backward hook gave `result`. */
export function checkReplacedGradients(
  module: Module,
  method: string,
  result: unknown,
  gradients: Gradients,
): Gradients {
  if (result === undefined) return gradients;
  const given: unknown = result instanceof Tensor ? [result] : result;
  if (!Array.isArray(given) || given.length !== gradients.length) {
    throw wrongResult(module, method, result, `an array of ${gradients.length} gradients`);
  }
  gradients.forEach((gradient, i) => {
    const replaced: unknown = given[i];
    if (replaced === null) return;
    if (!(replaced instanceof Tensor)) throw wrongResult(module, method, replaced, `a tensor or null at ${i}`);
    replaced.check(method);
    if (!gradient) throw wrongResult(module, method, replaced, `null at ${i}, where no gradient arrives,`);
    if (format(replaced) !== format(gradient))
      throw wrongResult(module, method, replaced, `${format(gradient)} at ${i}`);
  });
  return given as Gradients;
}

function wrongResult(module: Module, method: string, result: unknown, expected: string): ArgumentError {
  const given = result instanceof Tensor ? format(result) : kindOf(result);
  return new ArgumentError(
    `${method}: the hook of ${module.constructor.name} gave ${given}; ` +
      `a hook gives ${expected} to replace it, or undefined to keep it`,
  );
}

function format({ dtype, shape }: Tensor): string {
  return `${dtype} [${shape.join(",")}]`;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (value instanceof Tensor) return "a tensor";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Promise) return "a promise";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
