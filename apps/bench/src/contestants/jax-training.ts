import type { Inputs, Task } from "../work";
import { ADAM, CLASSES, LABEL_SETS, parameterNames, type Network, type OptimizerSpec } from "../works/network";
import { trainingTask } from "../works/training-task";
import type { Jax } from "./jax";
import type { JaxArray, JaxTree } from "./jax-api";
import { forwardJax } from "./jax-network";

interface State {
  readonly parameters: JaxTree;
  /** Adam's moments; empty for SGD. */
  readonly mean: JaxTree;
  readonly square: JaxTree;
}

/** One pure function of state and batch, jitted as a whole where jit is on. */
export function trainJax(jax: Jax, network: Network, optimizer: OptimizerSpec, inputs: Inputs): Task {
  const { module, np } = jax;
  const names = parameterNames(network);
  const each = (fn: (name: string) => JaxArray): JaxTree => Object.fromEntries(names.map((name) => [name, fn(name)]));
  const zeros = (): JaxTree => (optimizer.kind === "adam" ? each((name) => np.zeros(inputs[name].shape)) : {});

  const lossOf = (parameters: JaxTree, x: JaxArray, target: JaxArray): JaxArray => {
    const [batch] = x.shape;
    const logits = forwardJax(jax, network, parameters, x);
    return module.nn
      .logSoftmax(logits, -1)
      .mul(target)
      .sum()
      .mul(-1 / batch);
  };
  const lossAndGradient = module.valueAndGrad(lossOf);
  const update = optimizer.kind === "adam" ? adam(jax, optimizer.lr) : sgd(optimizer.lr);
  const pure = (state: State, x: JaxArray, target: JaxArray, correction: JaxTree): [JaxArray, State] => {
    const [loss, gradient] = lossAndGradient(module.tree.ref(state.parameters), x, target);
    return [loss, update(state, gradient, correction)];
  };
  const run = jax.jit ? module.jit(pure) : pure;

  const x = jax.array(inputs.x);
  const targets = Array.from({ length: LABEL_SETS }, (_, i) => module.nn.oneHot(jax.array(inputs[`y${i}`]), CLASSES));
  let state: State = { parameters: each((name) => jax.array(inputs[name])), mean: zeros(), square: zeros() };
  return trainingTask(async (index) => {
    const correction = optimizer.kind === "adam" ? correctionAt(jax, index + 1) : {};
    const [loss, after] = run(state, x.ref, targets[index % LABEL_SETS].ref, correction);
    state = after;
    const [value] = await loss.data();
    await module.blockUntilReady(state);
    return value;
  });
}

type Update = (state: State, gradient: JaxTree, correction: JaxTree) => State;

const mapTree = (tree: JaxTree, fn: (value: JaxArray, name: string) => JaxArray): JaxTree =>
  Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, fn(value, name)]));

function sgd(lr: number): Update {
  return ({ parameters, mean, square }, gradient) => ({
    parameters: mapTree(parameters, (value, name) => value.sub(gradient[name].mul(lr))),
    mean,
    square,
  });
}

/** 1 − β^step for both moments: arguments, so that jit does not compile every step. */
function correctionAt({ np }: Jax, step: number): JaxTree {
  const scalar = (value: number): JaxArray => np.array(Float32Array.of(value)).reshape([]);
  return { mean: scalar(1 - ADAM.beta1 ** step), square: scalar(1 - ADAM.beta2 ** step) };
}

function adam({ np }: Jax, lr: number): Update {
  const { beta1, beta2, eps } = ADAM;
  return (state, gradient, correction) => {
    const mean = mapTree(state.mean, (m, name) => m.mul(beta1).add(gradient[name].ref.mul(1 - beta1)));
    const square = mapTree(state.square, (v, name) => v.mul(beta2).add(np.square(gradient[name]).mul(1 - beta2)));
    const parameters = mapTree(state.parameters, (value, name) => {
      const root = np.sqrt(square[name].ref.div(correction.square.ref)).add(eps);
      return value.sub(mean[name].ref.div(correction.mean.ref).div(root).mul(lr));
    });
    for (const value of Object.values(correction)) value.dispose();
    return { parameters, mean, square };
  };
}
