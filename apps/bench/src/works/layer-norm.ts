import { layerNorm as layerNormNn } from "@nn/core";
import { LayerNorm } from "@nn/layers";
import type { Jax } from "../contestants/jax";
import type { JaxArray, JaxTree } from "../contestants/jax-api";
import { layerNormTfjs } from "../contestants/tfjs-layer-norm";
import { node } from "../onnx/model";
import { uniform } from "../random";
import { layerNorm as reference } from "../reference/layer-norm";
import { inferenceOnly, ONE_OP, torchOp, type Inputs, type Work } from "../work";
import { torchBackward } from "./torch-backward";

const ROWS = 1024;
const WIDTH = 768;
const NAME = `layerNorm ${ROWS}x${WIDTH}`;

const rowInputs = (): Inputs => ({
  x: uniform(1, [ROWS, WIDTH], 4),
  weight: uniform(2, [WIDTH]),
  bias: uniform(3, [WIDTH]),
});

function referenceOf({ x, weight, bias }: Inputs): ReturnType<typeof reference> {
  const [rows, scale, shift] = [x, weight, bias].map(({ data }) => Float64Array.from(data));
  return reference(rows, scale, shift);
}

function layerNormJax({ module }: Jax, { x, weight, bias }: JaxTree): JaxArray {
  return module.nn.standardize(x, -1, { epsilon: 1e-5 }).mul(weight).add(bias);
}

const forward: Work = {
  ...ONE_OP,
  name: NAME,
  tolerance: 1e-5,
  inputs: rowInputs,
  reference: (inputs) => ({ y: referenceOf(inputs).y }),
  nn: (nn, inputs) =>
    nn.op(inputs, ({ x, weight, bias }) => layerNormNn(x, { normalizedShape: WIDTH, weight, bias, eps: 1e-5 })),
  tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ x, weight, bias }) => layerNormTfjs(tfjs.tf, x, weight, bias)),
  jax: (jax, inputs) => jax.op(inputs, (arrays) => layerNormJax(jax, arrays)),
  ort: (ort, inputs) => ort.op({ inputs, nodes: [node("LayerNormalization", ["x", "weight", "bias"], "y")] }),
  torch: torchOp(`torch.nn.functional.layer_norm(x, [${WIDTH}], weight, bias)`),
};

/** The gradients of x, weight and bias. */
const forwardAndBackward: Work = {
  ...ONE_OP,
  name: `${NAME} forward + backward`,
  tolerance: 5e-5,
  inputs: () => ({ ...rowInputs(), g: uniform(4, [ROWS, WIDTH]) }),
  reference: ({ g, ...inputs }) => {
    const { y, backward } = referenceOf(inputs);
    const loss = y.reduce((total, value, i) => total + value * g.data[i], 0);
    return { loss: [loss], ...backward(Float64Array.from(g.data)) };
  },
  nn: (nn, inputs) => {
    const model = new LayerNorm(WIDTH);
    return nn.backward(model, (x) => model.forward(x), inputs);
  },
  tfjs: (tfjs, inputs) => tfjs.backward(inputs, ({ x, weight, bias }) => layerNormTfjs(tfjs.tf, x, weight, bias)),
  jax: (jax, inputs) => jax.backward(inputs, (arrays) => layerNormJax(jax, arrays)),
  ort: inferenceOnly,
  torch: torchBackward(
    `
model = torch.nn.LayerNorm(${WIDTH})
model.load_state_dict({name: inputs[name] for name in ["weight", "bias"]})`,
    "model(x)",
  ),
};

export const layerNorms: readonly Work[] = [forward, forwardAndBackward];
