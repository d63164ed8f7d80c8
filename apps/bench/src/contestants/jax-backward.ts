import { clocked, type Outputs, type Task } from "../work";
import type { JaxArray, JaxModule, JaxTree } from "./jax-api";

/** The loss sum(y · g) and the gradients of all arrays but `g`, under their names; `fn` makes y. */
export function backwardJax(
  module: JaxModule,
  { g, ...leaves }: JaxTree,
  fn: (leaves: JaxTree) => JaxArray,
  jit: boolean,
): Task {
  const lossAndGradients = module.valueAndGrad((tree: JaxTree, weights: JaxArray) => fn(tree).mul(weights).sum());
  const compiled = jit ? module.jit(lossAndGradients) : lossAndGradients;
  const run = (): [JaxArray, JaxTree] => compiled(module.tree.ref(leaves), g.ref);
  return {
    time: clocked(async () => {
      const [loss, gradients] = run();
      await loss.data();
      await module.blockUntilReady(gradients);
      module.tree.dispose(gradients);
    }),
    outputs: async () => {
      const [loss, gradients] = run();
      const outputs: Record<string, Outputs[string]> = { loss: await loss.data() };
      for (const [name, gradient] of Object.entries(gradients)) outputs[name] = await gradient.data();
      return outputs;
    },
  };
}
