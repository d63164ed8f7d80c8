import { scope } from "@nn/core";
import type { Module } from "./module";

/** Has whatever `module.forward` makes and does not return freed when it ends, sync or async. */
export function installForwardScope(module: Module): void {
  const { forward } = module;
  Object.defineProperty(module, "forward", {
    value: (...inputs: never[]) =>
      scope(() => forward.apply(module, inputs), `the end of ${module.constructor.name}.forward`),
    configurable: true,
    writable: true,
  });
}
