import { clocked, type Task } from "../work";
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
    time: clocked(() => tf.tidy(() => void run().value.dataSync())),
    outputs: () => {
      const { value, grads } = run();
      return { loss: value.dataSync(), ...Object.fromEntries(names.map((name, i) => [name, grads[i].dataSync()])) };
    },
  };
}
