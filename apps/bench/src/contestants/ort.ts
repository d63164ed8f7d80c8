import { onnxModel, type OnnxConstant, type OnnxNode } from "../onnx/model";
import { requirePeer } from "../peers";
import { clocked, type HostTensor, type Inputs, type Task } from "../work";
import type { Network } from "../works/network";
import type { Prepare } from "./contestant";
import type { OrtModule, OrtTensor } from "./ort-api";
import { inferOrt } from "./ort-network";

/** A model whose result is called `y`. */
interface OrtModel {
  /** What is handed over at every run. */
  readonly inputs: Inputs;
  readonly nodes: readonly OnnxNode[];
  /** What the model holds. */
  readonly constants?: Readonly<Record<string, OnnxConstant>>;
}

/** onnxruntime-web on WebAssembly, as works use it. */
export interface Ort {
  readonly threads: number;
  op(model: OrtModel): Promise<Task>;
  infer(network: Network, inputs: Inputs): Promise<Task>;
}

export async function loadOrt(threads: number): Promise<Prepare> {
  const ort = requirePeer("onnxruntime-web") as OrtModule;
  ort.env.wasm.numThreads = threads;
  const library: Ort = {
    threads,
    op: (model) => open(ort, model),
    infer: (network, inputs) => inferOrt(library, network, inputs),
  };
  return (work) => work.ort(library, work.inputs());
}

/** A run takes its inputs from JavaScript and gives its result back there; the runtime knows no other way. */
async function open(ort: OrtModule, { inputs, nodes, constants = {} }: OrtModel): Promise<Task> {
  const shapes = Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
  const model = onnxModel({ nodes, inputs: shapes, constants, output: "y" });
  const session = await ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, host]) => [name, new ort.Tensor("float32", floatsOf(host), host.shape)]),
  );
  const run = async (): Promise<OrtTensor> => (await session.run(feeds)).y;
  return {
    time: clocked(async () => (await run()).dispose()),
    outputs: async () => ({ y: (await run()).data }),
  };
}

function floatsOf({ data }: HostTensor): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
