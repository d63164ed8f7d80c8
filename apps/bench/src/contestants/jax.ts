import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import type { Network, OptimizerSpec } from "../works/network";
import type { Prepare } from "./contestant";
import type { JaxArray, JaxModule, JaxTree } from "./jax-api";
import { backwardJax } from "./jax-backward";
import { forwardJax } from "./jax-network";
import { trainJax } from "./jax-training";

/** jax-js on one device, as works use it. */
export interface Jax {
  readonly module: JaxModule;
  readonly np: JaxModule["numpy"];
  readonly device: string;
  readonly jit: boolean;
  array(host: HostTensor): JaxArray;
  /** `fn` owns one reference to each of its arguments. */
  op(inputs: Inputs, fn: (inputs: JaxTree) => JaxArray): Task;
  /** The gradient of the input called `of` for the gradient `g` of the result of `fn`, which does not use `g`. */
  gradient(inputs: Inputs, of: string, fn: (inputs: JaxTree) => JaxArray): Task;
  /** A convolution with stride 1. */
  conv(x: JaxArray, weight: JaxArray, padding: number, groups?: number): JaxArray;
  /** The loss sum(y · g) of y = fn, and the gradients of all inputs but `g`. */
  backward(inputs: Inputs, fn: (inputs: JaxTree) => JaxArray): Task;
  infer(network: Network, inputs: Inputs): Task;
  train(network: Network, optimizer: OptimizerSpec, inputs: Inputs): Task;
}

export async function startJax(module: JaxModule, device: string, jit: boolean): Promise<Prepare> {
  const devices = await module.init(device);
  if (!devices.includes(device)) throw new Error(`jax-js has no ${device} device here`);
  module.defaultDevice(device);
  const array = ({ data, shape }: HostTensor): JaxArray => module.numpy.array(data).reshape(shape);
  const arrays = (inputs: Inputs): JaxTree =>
    Object.fromEntries(Object.entries(inputs).map(([name, host]) => [name, array(host)]));
  const library: Jax = {
    module,
    np: module.numpy,
    device,
    jit,
    array,
    op(inputs, fn) {
      const tree = arrays(inputs);
      const run = jit ? module.jit(fn) : fn;
      return taskOf(() => run(module.tree.ref(tree)));
    },
    gradient(inputs, of, fn) {
      const { g, ...rest } = arrays(inputs);
      const pull = (cotangent: JaxArray, { [of]: x, ...others }: JaxTree): JaxArray => {
        const [y, vjp] = module.vjp((target) => fn({ ...others, [of]: target }), [x]);
        y.dispose();
        const [gradient] = vjp(cotangent);
        vjp.dispose();
        return gradient;
      };
      const run = jit ? module.jit(pull) : pull;
      return taskOf(() => run(g.ref, module.tree.ref(rest)));
    },
    conv: (x, weight, padding, groups = 1) => {
      const around: [number, number] = [padding, padding];
      return module.lax.convGeneralDilated(x, weight, [1, 1], [around, around], { featureGroupCount: groups });
    },
    backward: (inputs, fn) => backwardJax(module, arrays(inputs), fn, jit),
    infer: (network, inputs) =>
      library.op(inputs, ({ x, ...parameters }) => forwardJax(library, network, parameters, x)),
    train: (network, optimizer, inputs) => trainJax(library, network, optimizer, inputs),
  };
  return (work) => work.jax(library, work.inputs());
}

const SMALL = 4096;

/** Arrays are lazy: waiting for one makes it be computed. Results that a user would read at once are read. */
function taskOf(run: () => JaxArray): Task {
  return {
    time: clocked(async () => {
      const y = run();
      if (y.size <= SMALL) {
        await y.data();
      } else {
        await y.blockUntilReady();
        y.dispose();
      }
    }),
    outputs: async () => ({ y: await run().data() }),
  };
}
