import { constant, node, wholes, type OnnxConstant, type OnnxNode } from "../onnx/model";
import type { Inputs, Task } from "../work";
import { parameterNames, type Layer, type Network } from "../works/network";
import type { Ort } from "./ort";

/** The network as PyTorch's exporter writes it. */
export function inferOrt(ort: Ort, network: Network, inputs: Inputs): Promise<Task> {
  const constants: Record<string, OnnxConstant> = { row: wholes(0, -1) };
  for (const name of parameterNames(network)) constants[name] = constant(inputs[name]);
  const last = network.layers.length - 1;
  const nodes = network.layers.map((layer, i) =>
    nodeOf(layer, i, { from: i === 0 ? "x" : `h${i - 1}`, to: i === last ? "y" : `h${i}` }),
  );
  return ort.op({ inputs: { x: inputs.x }, nodes, constants });
}

function nodeOf(layer: Layer, i: number, { from, to }: { from: string; to: string }): OnnxNode {
  const inputs = [from, `${i}.weight`, `${i}.bias`];
  switch (layer.kind) {
    case "conv2d":
      return node("Conv", inputs, to, { pads: [0, 1, 2, 3].map(() => layer.padding) });
    case "linear":
      return node("Gemm", inputs, to, { transB: 1 });
    case "maxPool2d":
      return node("MaxPool", [from], to, { kernel_shape: [2, 2], strides: [2, 2] });
    case "relu":
      return node("Relu", [from], to);
    case "flatten":
      return node("Reshape", [from, "row"], to);
  }
}
