import type { Inputs, Task } from "../work";
import { ADAM, CLASSES, LABEL_SETS, type Network, type OptimizerSpec } from "../works/network";
import { trainingTask } from "../works/training-task";
import type { Tfjs } from "./tfjs";
import { forwardTfjs, samplesTfjs, variablesTfjs } from "./tfjs-network";

/** TensorFlow's own training loop: a loss function, `minimize`, and the loss read and disposed. */
export function trainTfjs(tfjs: Tfjs, network: Network, { kind, lr }: OptimizerSpec, inputs: Inputs): Task {
  const { tf } = tfjs;
  const variables = variablesTfjs(tfjs, network, inputs);
  const x = samplesTfjs(tfjs, inputs);
  const targets = Array.from({ length: LABEL_SETS }, (_, i) => tf.oneHot(tfjs.tensor(inputs[`y${i}`]), CLASSES));
  const { beta1, beta2, eps } = ADAM;
  const optimizer = kind === "sgd" ? tf.train.sgd(lr) : tf.train.adam(lr, beta1, beta2, eps);
  return trainingTask(async (index) => {
    const target = targets[index % LABEL_SETS];
    const loss = optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(target, forwardTfjs(tfjs, network, variables, x)),
      true,
    );
    const [value] = await loss.data();
    loss.dispose();
    return value;
  });
}
