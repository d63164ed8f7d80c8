import { defaultGenerator, keep } from "@nn/core";
import type { Module } from "./module";

/** Switches to evaluation; the result puts back modes, buffers and the default generator as they were before. */
export function setAside(root: Module): () => void {
  const modes = root.modules().map((module) => [module, module.training] as const);
  const buffers = root.buffers().map((buffer) => [buffer, keep(buffer.detach())] as const);
  const generator = defaultGenerator();
  const random = generator.state();
  for (const [module] of modes) module.training = false;
  return () => {
    for (const [module, training] of modes) module.training = training;
    for (const [buffer, before] of buffers) {
      buffer.replaceBy(before);
      before.dispose();
    }
    generator.setState(random);
  };
}
