import * as core from "@nn/core";
import { noGrad, scope, setBackend, vjp, type Backend, type Tensor } from "@nn/core";
import type { Module, TensorModule } from "@nn/layers";
import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import type { Network, OptimizerSpec } from "../works/network";
import { backwardNn } from "./nn-backward";
import { filled, toTensor } from "./nn-network";
import { settle } from "./nn-settle";
import { trainNn } from "./nn-training";
import type { Prepare } from "./contestant";

type Tensors = Readonly<Record<string, Tensor>>;
export type Compile = <Args extends Tensor[], Result extends Tensor | Tensor[]>(
  fn: (...args: Args) => Result,
) => (...args: Args) => Result;

/** Our library on one backend, as works use it. */
export interface Nn {
  readonly compiled: boolean;
  readonly threads: number;
  /** Where a fresh process finds the backend, and the name of its factory. */
  readonly backend: BackendModule;
  tensor(host: HostTensor): Tensor;
  /** `fn` of the inputs, outside the graph. */
  op(inputs: Inputs, fn: (inputs: Tensors) => Tensor): Task;
  /** The gradient of the input called `of` for the gradient `g` of the result of `fn`. */
  gradient(inputs: Inputs, of: string, fn: (inputs: Tensors) => Tensor): Task;
  /** The model, with the inputs as its parameters, of `x`. */
  infer(model: TensorModule, inputs: Inputs): Task;
  /** The loss sum(y · g) and the gradients of `x` and of the parameters, y being what `forward` makes of x. */
  backward(model: Module, forward: (x: Tensor) => Tensor, inputs: Inputs): Task;
  train(network: Network, optimizer: OptimizerSpec, inputs: Inputs): Task;
}

export interface BackendModule {
  readonly url: string;
  readonly factory: string;
}

/** How our library runs. */
interface Way {
  readonly compiled: boolean;
  readonly threads: number;
}

/** A module with a backend's factory. */
export type Backends = Record<string, (options: object) => Backend | Promise<Backend>>;

/** Loads the backend and makes it the current one. */
export async function loadNn(backend: BackendModule, way: Way): Promise<Prepare> {
  return startNn((await import(backend.url)) as Backends, backend, way);
}

/** Makes the backend the current one. */
export async function startNn(module: Backends, backend: BackendModule, way: Way): Promise<Prepare> {
  const made: Backend & { threads?: number } = await module[backend.factory]({ threads: way.threads });
  // A backend with threads tells how many it got.
  const { threads = 1 } = made;
  if (threads !== way.threads) throw new Error(`asked for ${way.threads} threads, the backend got ${threads}`);
  setBackend(made);
  const nn = nnOn(backend, way);
  return (work) => work.nn(nn, work.inputs());
}

/** Whether core can compile functions of tensors. */
export const CAN_COMPILE = "compile" in core;

/** Our library on the current backend. */
export function nnOn(backend: BackendModule, { compiled, threads }: Way = { compiled: false, threads: 1 }): Nn {
  const compile: Compile = compiled ? (core as unknown as { compile: Compile }).compile : (fn) => fn;
  return {
    compiled,
    threads,
    backend,
    tensor: toTensor,
    op(inputs, fn) {
      const tensors = toTensors(inputs);
      const run = onTensors(tensors, fn, compile);
      const call = () => noGrad(() => scope(run));
      return taskOf(call);
    },
    gradient(inputs, of, fn) {
      const tensors = toTensors(inputs);
      if (!compiled) return eagerGradient(tensors, of, fn);
      const pull = (all: Tensors) => vjp((x) => fn({ ...all, [of]: x }), all[of])[1](all.g)[0];
      const run = onTensors(tensors, pull, compile);
      return taskOf(() => scope(run));
    },
    infer(model, inputs) {
      filled(model, inputs).eval();
      const x = toTensor(inputs.x);
      const run = compile((samples: Tensor) => model.forward(samples));
      return taskOf(() => noGrad(() => run(x)));
    },
    backward: (model, forward, inputs) => backwardNn(model, forward, inputs, compile),
    train: (network, optimizer, inputs) => trainNn(network, optimizer, inputs, compile),
  };
}

function toTensors(inputs: Inputs): Tensors {
  return Object.fromEntries(Object.entries(inputs).map(([name, host]) => [name, toTensor(host)]));
}

/** `fn` of named tensors as a function without arguments, compiled as one of positional arguments. */
function onTensors(tensors: Tensors, fn: (tensors: Tensors) => Tensor, compile: Compile): () => Tensor {
  const names = Object.keys(tensors);
  const values = Object.values(tensors);
  const run = compile((...args: Tensor[]) => fn(Object.fromEntries(names.map((name, i) => [name, args[i]]))));
  return () => run(...values);
}

function taskOf(call: () => Tensor): Task {
  return {
    time: clocked(async () => {
      const y = call();
      await settle(y);
      y.dispose();
    }),
    outputs: async () => ({ y: await call().data() }),
  };
}

/** The backward pass alone: the graph of one forward pass is walked again and again. */
function eagerGradient(tensors: Tensors, of: string, fn: (inputs: Tensors) => Tensor): Task {
  const target = tensors[of];
  target.requiresGrad = true;
  const y = fn(tensors);
  const gradientOf = (): Tensor => {
    y.backward({ gradient: tensors.g, retainGraph: true });
    const { grad } = target;
    if (!grad) throw new Error(`no gradient of ${of}`);
    return grad;
  };
  return {
    time: clocked(async () => {
      await settle(gradientOf());
      target.grad = null;
    }),
    outputs: async () => {
      const data = await gradientOf().data();
      target.grad = null;
      return { y: data };
    },
  };
}
