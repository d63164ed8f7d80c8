import { mul, sum, type Tensor } from "@nn/core";
import type { Module } from "@nn/layers";
import { clocked, type Inputs, type Outputs, type Task } from "../work";
import type { Compile } from "./nn";
import { filled, toTensor } from "./nn-network";

/**
 * The loss sum(y · g) and its gradients: of `x` and of the model's parameters, under their names. `forward` makes y of
 * x with the model.
 */
export function backwardNn(model: Module, forward: (x: Tensor) => Tensor, inputs: Inputs, compile: Compile): Task {
  filled(model, inputs);
  const x = toTensor(inputs.x);
  x.requiresGrad = true;
  const leaves = new Map<string, Tensor>([["x", x], ...model.namedParameters()]);
  const g = toTensor(inputs.g);
  const run = compile((weights: Tensor): [Tensor, ...Tensor[]] => {
    const loss = sum(mul(forward(x), weights));
    loss.backward();
    const gradients = [...leaves].map(([name, leaf]) => takeGradient(name, leaf));
    return [loss, ...gradients];
  });
  const dispose = (tensors: readonly Tensor[]): void => tensors.forEach((one) => one.dispose());
  return {
    time: clocked(async () => {
      const made = run(g);
      // A read comes after all queued work, so the gradients are there, too.
      await made[0].item();
      dispose(made);
    }),
    outputs: async () => {
      const made = run(g);
      const outputs: Record<string, Outputs[string]> = {};
      for (const [i, name] of ["loss", ...leaves.keys()].entries()) outputs[name] = await made[i].data();
      dispose(made);
      return outputs;
    },
  };
}

function takeGradient(name: string, leaf: Tensor): Tensor {
  const { grad } = leaf;
  if (!grad) throw new Error(`no gradient of ${name}`);
  const gradient = grad.detach();
  leaf.grad = null;
  return gradient;
}
