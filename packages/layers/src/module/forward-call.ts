import { isGradEnabled, scope } from "@nn/core";
import { watchBackward } from "./backward-hooks";
import { checkReplacedInputs, checkReplacedOutput } from "./hook-results";
import type { Hooks } from "./hooks";
import type { Module } from "./module";

type Forward = (...inputs: unknown[]) => unknown;

/**
 * Puts in place of `module.forward`, and gives, a function that also runs the hooks, and frees whatever is made and not
 * returned when it ends, sync or async.
 */
export function installForward(module: Module, hooks: Hooks): Forward {
  const forward = module.forward as Forward;
  const value: Forward = (...inputs) =>
    scope(
      () => (hooks.active ? callWithHooks(module, forward, hooks, inputs) : forward.apply(module, inputs)),
      `the end of ${module.constructor.name}.forward`,
    );
  Object.defineProperty(module, "forward", { value, configurable: true, writable: true });
  return value;
}

function callWithHooks(module: Module, forward: Forward, hooks: Hooks, given: unknown[]): unknown {
  let inputs: readonly unknown[] = given;
  for (const hook of hooks.forwardPre.all()) inputs = checkReplacedInputs(module, hook(module, inputs), inputs);
  const watched = isGradEnabled() && hooks.backwardPre.size + hooks.backward.size > 0;
  const watch = watched ? watchBackward(module, hooks, inputs) : undefined;
  const seen = watch?.inputs ?? inputs;
  const finish = (result: unknown): unknown => {
    let output = result;
    for (const hook of hooks.forward.all()) output = checkReplacedOutput(module, hook(module, seen, output), output);
    return watch ? watch.finish(output) : output;
  };
  const result = forward.apply(module, [...seen]);
  return result instanceof Promise ? result.then(finish) : finish(result);
}
