import { keep, Tensor } from "@nn/core";
import { gradientGate } from "./gradient-gate";
import { checkReplacedGradients } from "./hook-results";
import type { Gradients, Hooks } from "./hooks";
import type { Module } from "./module";
import { replaceTensors, tensorsIn } from "./tensors-in";

/** What has the backward hooks of one call of `forward` run. */
export interface BackwardWatch {
  /** The arguments for `forward`. */
  readonly inputs: readonly unknown[];
  /** What the caller gets instead of `forward`'s output. */
  finish(output: unknown): unknown;
}

/** Has the backward hooks of `module` run when gradients come to what `finish` gives, and to `given`. */
export function watchBackward(module: Module, hooks: Hooks, given: readonly unknown[]): BackwardWatch {
  const [before, after] = [hooks.backwardPre.all(), hooks.backward.all()];
  const name = `the backward hooks of ${module.constructor.name}`;
  // Kept from the outputs' turn to the inputs'.
  let gradOutput: Gradients | undefined;

  const atInputs = (arrived: Gradients): Gradients => {
    const outer = gradOutput;
    // Second derivatives come to the inputs without passing the output: they are no gradients of this call.
    if (!outer) return arrived;
    gradOutput = undefined;
    let gradients = arrived;
    try {
      for (const hook of after) {
        gradients = checkReplacedGradients(
          module,
          "registerFullBackwardHook",
          hook(module, gradients, outer),
          gradients,
        );
      }
    } finally {
      for (const gradient of outer) {
        if (gradient && !gradient.requiresGrad && !gradients.includes(gradient)) gradient.dispose();
      }
    }
    return gradients;
  };

  const places = after.length > 0 ? given.flatMap((x, i) => (x instanceof Tensor && x.requiresGrad ? [i] : [])) : [];
  const spread = (gradients: Gradients): Gradients => given.map((_, i) => gradients[places.indexOf(i)] ?? null);
  const gated = gradientGate(
    name,
    places.map((i) => given[i] as Tensor),
    (gradients) => {
      const all = atInputs(spread(gradients));
      return places.map((i) => all[i]);
    },
  );

  const atOutputs = (arrived: Gradients): Gradients => {
    let gradients = arrived;
    for (const hook of before) {
      gradients = checkReplacedGradients(module, "registerFullBackwardPreHook", hook(module, gradients), gradients);
    }
    if (after.length === 0) return gradients;
    gradOutput = gradients.map((gradient) => gradient && (gradient.requiresGrad ? gradient : keep(gradient.detach())));
    // Where no input needs a gradient, none will come.
    if (places.length === 0) atInputs(spread([]));
    return gradients;
  };

  return {
    inputs: given.map((x, i) => gated[places.indexOf(i)] ?? x),
    finish: (output) => {
      const outputs = gradientGate(name, tensorsIn(output), atOutputs);
      let next = 0;
      return replaceTensors(output, () => outputs[next++]);
    },
  };
}
