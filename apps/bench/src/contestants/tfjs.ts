import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import { permute } from "../permute";
import type { Network, OptimizerSpec } from "../works/network";
import type { Prepare } from "./contestant";
import { TO_HWIO, TO_NCHW, TO_NHWC, TO_OIHW } from "./layouts";
import type { Tf, TfGpu, TfTensor } from "./tfjs-api";
import { backwardTfjs } from "./tfjs-backward";
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

/** TensorFlow.js whose backend is set and ready. */
export function tfjsOn(tf: Tf, variant: string): Prepare {
  const settle = settlerOf(tf);
  const tensorOf = ({ data, shape }: HostTensor) =>
    tf.tensor(data, shape, data instanceof Int32Array ? "int32" : "float32");
  const library: Tfjs = {
    tf,
    variant,
    tensor: tensorOf,
    op: (inputs, fn) => {
      const tensors = mapValues(inputs, tensorOf);
      return taskOf(
        { tf, settle },
        () => fn(tensors),
        (y) => y.data(),
      );
    },
    imageOp: (inputs, fn) => {
      const tensors = mapValues(inputs, (host, name) => tensorOf(permute(host, name === "w" ? TO_HWIO : TO_NHWC)));
      return taskOf(
        { tf, settle },
        () => fn(tensors),
        (y) => valuesOf(y, TO_NCHW),
      );
    },
    conv2dWeightGradient: ({ x, g }, [outChannels, inChannels, height, width]) => {
      const images = { x: tensorOf(permute(x, TO_NHWC)), dy: tensorOf(permute(g, TO_NHWC)) };
      const filterShape = [height, width, inChannels, outChannels];
      const attrs = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dimRoundingMode: undefined, filterShape };
      const run = () => tf.engine().runKernel("Conv2DBackpropFilter", images, attrs);
      return taskOf({ tf, settle }, run, (y) => valuesOf(y, TO_OIHW));
    },
    backward: (inputs, fn) => backwardTfjs(tf, mapValues(inputs, tensorOf), fn),
    infer: (network, inputs) => {
      const variables = variablesTfjs(library, network, inputs);
      const x = samplesTfjs(library, inputs);
      return taskOf(
        { tf, settle },
        () => forwardTfjs(library, network, variables, x),
        (y) => y.data(),
      );
    },
    train: (network, optimizer, inputs) => trainTfjs(library, network, optimizer, inputs),
  };
  return (work) => work.tfjs(library, work.inputs());
}

const SMALL = 4096;

interface Running {
  readonly tf: Tf;
  /** Waits until everything is computed. */
  readonly settle: () => Promise<void>;
}

// GPUBufferUsage of the specification.
const COPY_SRC = 4;

/** Kernels of `cpu` and `wasm` are done when they return; behind those of `webgpu` a word is read. */
function settlerOf(tf: Tf): () => Promise<void> {
  const backend = tf.backend();
  if (!("device" in backend)) return async () => {};
  const gpu = backend as TfGpu;
  const word = gpu.device.createBuffer({ size: 4, usage: COPY_SRC });
  return async () => {
    await gpu.getBufferData(word);
  };
}

/** Results that a user would read at once are read. */
function taskOf({ tf, settle }: Running, run: () => TfTensor, read: (y: TfTensor) => Promise<ArrayLike<number>>): Task {
  return {
    time: clocked(async () => {
      const y = tf.tidy(run);
      if (y.size <= SMALL) await y.data();
      else await settle();
      y.dispose();
    }),
    outputs: async () => ({ y: await read(tf.tidy(run)) }),
  };
}

async function valuesOf(y: TfTensor, order: readonly number[]): Promise<ArrayLike<number>> {
  return permute({ shape: y.shape, data: Float32Array.from(await y.data()) }, order).data;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, fn: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, fn(value, name)]));
}
