import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import { permute } from "../permute";
import type { Network, OptimizerSpec } from "../works/network";
import type { Prepare } from "./contestant";
import { TO_HWIO, TO_NCHW, TO_NHWC, TO_OIHW } from "./layouts";
import type { Tf, TfTensor } from "./tfjs-api";
import { backwardTfjs } from "./tfjs-backward";
import { importTfjs } from "./tfjs-import";
import { forwardTfjs, samplesTfjs, variablesTfjs } from "./tfjs-network";
import { trainTfjs } from "./tfjs-training";

type Tensors = Readonly<Record<string, TfTensor>>;

/** TensorFlow.js on one backend, as works use it. */
export interface Tfjs {
  readonly tf: Tf;
  readonly variant: string;
  tensor(host: HostTensor): TfTensor;
  op(inputs: Inputs, fn: (inputs: Tensors) => TfTensor): Task;
  /** `op` on images: images and filters (`w`) come in PyTorch's layouts and are handed over in TensorFlow's. */
  imageOp(inputs: Inputs, fn: (inputs: Tensors) => TfTensor): Task;
  /** The kernel behind the gradient of a 3x3 convolution's filter, from the input `x` and the output's gradient `g`. */
  conv2dWeightGradient(inputs: Inputs, shape: readonly number[]): Task;
  /** The loss sum(y · g) of y = fn, and the gradients of all inputs but `g`. */
  backward(inputs: Inputs, fn: (inputs: Tensors) => TfTensor): Task;
  infer(network: Network, inputs: Inputs): Task;
  train(network: Network, optimizer: OptimizerSpec, inputs: Inputs): Task;
}

export async function loadTfjs(variant: string): Promise<Prepare> {
  const tf = await importTfjs(variant);
  const tensorOf = ({ data, shape }: HostTensor) =>
    tf.tensor(data, shape, data instanceof Int32Array ? "int32" : "float32");
  const library: Tfjs = {
    tf,
    variant,
    tensor: tensorOf,
    op: (inputs, fn) => {
      const tensors = mapValues(inputs, tensorOf);
      return taskOf(
        tf,
        () => fn(tensors),
        (y) => y.dataSync(),
      );
    },
    imageOp: (inputs, fn) => {
      const tensors = mapValues(inputs, (host, name) => tensorOf(permute(host, name === "w" ? TO_HWIO : TO_NHWC)));
      return taskOf(
        tf,
        () => fn(tensors),
        (y) => valuesOf(y, TO_NCHW),
      );
    },
    conv2dWeightGradient: ({ x, g }, [outChannels, inChannels, height, width]) => {
      const images = { x: tensorOf(permute(x, TO_NHWC)), dy: tensorOf(permute(g, TO_NHWC)) };
      const filterShape = [height, width, inChannels, outChannels];
      const attrs = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dimRoundingMode: undefined, filterShape };
      const run = () => tf.engine().runKernel("Conv2DBackpropFilter", images, attrs);
      return taskOf(tf, run, (y) => valuesOf(y, TO_OIHW));
    },
    backward: (inputs, fn) => backwardTfjs(tf, mapValues(inputs, tensorOf), fn),
    infer: (network, inputs) => {
      const variables = variablesTfjs(library, network, inputs);
      const x = samplesTfjs(library, inputs);
      return taskOf(
        tf,
        () => forwardTfjs(library, network, variables, x),
        (y) => y.dataSync(),
      );
    },
    train: (network, optimizer, inputs) => trainTfjs(library, network, optimizer, inputs),
  };
  return (work) => work.tfjs(library, work.inputs());
}

const SMALL = 4096;

/** Kernels of both backends are done when they return; results that a user would read at once are also read. */
function taskOf(tf: Tf, run: () => TfTensor, read: (y: TfTensor) => ArrayLike<number>): Task {
  return {
    time: clocked(() => {
      const y = tf.tidy(run);
      if (y.size <= SMALL) y.dataSync();
      y.dispose();
    }),
    outputs: () => ({ y: read(tf.tidy(run)) }),
  };
}

function valuesOf(y: TfTensor, order: readonly number[]): ArrayLike<number> {
  return permute({ shape: y.shape, data: Float32Array.from(y.dataSync()) }, order).data;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, fn: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value, name)]));
}
