import * as core from "@nn/core";
import { noGrad, scope, setBackend, tensor, vjp, type Backend, type Tensor } from "@nn/core";
import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import type { Network, OptimizerSpec } from "../works/network";
import { trainNn } from "./nn-training";
import type { Prepare } from "./contestant";

type Tensors = Readonly<Record<string, Tensor>>;
export type Compile = <Args extends Tensor[]>(fn: (...args: Args) => Tensor) => (...args: Args) => Tensor;

/** Our library on one backend, as works use it. */
export interface Nn {
  readonly compiled: boolean;
  /** Where a fresh process finds the backend, and the name of its factory. */
  readonly backend: BackendModule;
  tensor(host: HostTensor): Tensor;
  /** `fn` of the inputs, outside the graph. */
  op(inputs: Inputs, fn: (inputs: Tensors) => Tensor): Task;
  /** The gradient of the input called `of` for the gradient `g` of the result of `fn`. */
  gradient(inputs: Inputs, of: string, fn: (inputs: Tensors) => Tensor): Task;
  train(network: Network, optimizer: OptimizerSpec, inputs: Inputs): Task;
}

export interface BackendModule {
  readonly url: string;
  readonly factory: string;
}

/** Loads the backend, compiled when the variant says so ("cpu", "cpu-compiled"), and makes it the current one. */
export async function loadNn(backend: BackendModule, compiled: boolean): Promise<Prepare> {
  const module: Record<string, (options: object) => Backend | Promise<Backend>> = await import(backend.url);
  // The peers have one thread.
  setBackend(await module[backend.factory]({ threads: 1 }));
  const nn = nnOn(backend, compiled);
  return (work) => work.nn(nn, work.inputs());
}

/** Whether core can compile functions of tensors. */
export const CAN_COMPILE = "compile" in core;

/** Our library on the current backend. */
export function nnOn(backend: BackendModule, compiled = false): Nn {
  const compile: Compile = compiled ? (core as unknown as { compile: Compile }).compile : (fn) => fn;
  return {
    compiled,
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
    train: (network, optimizer, inputs) => trainNn(network, optimizer, inputs, compile),
  };
}

function toTensor({ data, shape }: HostTensor): Tensor {
  return tensor(data, { shape });
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

const SMALL = 4096;

/** Waits until `x` is computed, by reading it or, where that would take longer than the work, a part of it. */
export async function settle(x: Tensor): Promise<void> {
  const part = x.size <= SMALL ? x : core.slice(core.flatten(x), [[0, 1]]);
  if (x.backend.readSync) part.dataSync();
  else await part.data();
  if (part !== x) part.dispose();
}
