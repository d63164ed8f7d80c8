import { clocked, type Outputs, type Task } from "../work";
import type { Tf, TfTensor } from "./tfjs-api";

type Tensors = Readonly<Record<string, TfTensor>>;

/** The loss sum(y · g) and the gradients of all tensors but `g`, under their names; `fn` makes y. */
export function backwardTfjs(tf: Tf, { g, ...leaves }: Tensors, fn: (leaves: Tensors) => TfTensor): Task {
  const names = Object.keys(leaves);
  const lossAndGradients = tf.valueAndGrads((...values) =>
    tf.sum(tf.mul(fn(Object.fromEntries(names.map((name, i) => [name, values[i]]))), g)),
  );
  const run = (): { value: TfTensor; grads: TfTensor[] } => lossAndGradients(Object.values(leaves));
  return {
    time: clocked(async () => {
      const { value, grads } = tf.tidy(run);
      // A read comes after all queued work, so the gradients are there, too.
      await value.data();
      tf.dispose([value, ...grads]);
    }),
    outputs: async () => {
      const { value, grads } = tf.tidy(run);
      const outputs: Record<string, Outputs[string]> = { loss: await value.data() };
      for (const [i, name] of names.entries()) outputs[name] = await grads[i].data();
      return outputs;
    },
  };
}
