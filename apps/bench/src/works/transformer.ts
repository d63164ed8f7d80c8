import { gelu } from "@nn/core";
import { TransformerEncoderLayer } from "@nn/layers";
import { transformerJax } from "../contestants/jax-transformer";
import { transformerOrt } from "../contestants/ort-transformer";
import { transformerTfjs } from "../contestants/tfjs-transformer";
import { uniform } from "../random";
import { transformerBlock } from "../reference/transformer";
import { inferenceOnly, ONE_OP, torchOp, type Inputs, type Work } from "../work";
import { torchBackward } from "./torch-backward";
import { BATCH, HEADS, INNER, LENGTH, WIDTH } from "./transformer-sizes";

const NAME = `transformer block d${WIDTH} h${HEADS} seq${LENGTH} batch ${BATCH}`;

/** A block that normalises first, with the approximate GELU: the samples `x` and PyTorch's parameters. */
function blockInputs(): Inputs {
  const linear = (seed: number, name: string, outFeatures: number, inFeatures: number): Inputs => ({
    [`${name}weight`]: uniform(seed, [outFeatures, inFeatures], 1 / Math.sqrt(inFeatures)),
    [`${name}bias`]: uniform(seed + 1, [outFeatures], 1 / Math.sqrt(inFeatures)),
  });
  const norm = (seed: number, name: string): Inputs => ({
    [`${name}.weight`]: uniform(seed, [WIDTH]),
    [`${name}.bias`]: uniform(seed + 1, [WIDTH]),
  });
  return {
    x: uniform(1, [BATCH, LENGTH, WIDTH]),
    ...linear(10, "self_attn.in_proj_", 3 * WIDTH, WIDTH),
    ...linear(20, "self_attn.out_proj.", WIDTH, WIDTH),
    ...linear(30, "linear1.", INNER, WIDTH),
    ...linear(40, "linear2.", WIDTH, INNER),
    ...norm(50, "norm1"),
    ...norm(60, "norm2"),
  };
}

function blockNn(): TransformerEncoderLayer {
  return new TransformerEncoderLayer(WIDTH, HEADS, {
    dimFeedforward: INNER,
    dropout: 0,
    activation: (x) => gelu(x, { approximate: "tanh" }),
    batchFirst: true,
    normFirst: true,
  });
}

const TORCH = `
from torch import nn
model = nn.TransformerEncoderLayer(
    ${WIDTH}, ${HEADS}, ${INNER}, dropout=0, activation=lambda x: nn.functional.gelu(x, approximate="tanh"),
    batch_first=True, norm_first=True)
model.load_state_dict({name: value for name, value in inputs.items() if "." in name})
`;

const forward: Work = {
  ...ONE_OP,
  name: `infer ${NAME}`,
  tolerance: 1e-5,
  inputs: blockInputs,
  reference: (inputs) => ({ y: transformerBlock(inputs).y }),
  nn: (nn, inputs) => nn.infer(blockNn(), inputs),
  tfjs: (tfjs, inputs) => tfjs.op(inputs, (tensors) => transformerTfjs(tfjs, tensors)),
  jax: (jax, inputs) => jax.op(inputs, (arrays) => transformerJax(jax, arrays)),
  ort: transformerOrt,
  torch: `${TORCH}
model.eval()
torch.set_grad_enabled(False)
${torchOp("model(x)")}`,
};

/** The gradients of x and all parameters. */
const forwardAndBackward: Work = {
  ...ONE_OP,
  name: `${NAME} forward + backward`,
  tolerance: 2e-5,
  inputs: () => ({ ...blockInputs(), g: uniform(2, [BATCH, LENGTH, WIDTH]) }),
  reference: ({ g, ...inputs }) => {
    const { y, backward } = transformerBlock(inputs);
    const loss = y.reduce((total, value, i) => total + value * g.data[i], 0);
    return { loss: [loss], ...backward(Float64Array.from(g.data)) };
  },
  nn: (nn, inputs) => {
    const model = blockNn();
    return nn.backward(model, (x) => model.forward(x), inputs);
  },
  tfjs: (tfjs, inputs) => tfjs.backward(inputs, (tensors) => transformerTfjs(tfjs, tensors)),
  jax: (jax, inputs) => jax.backward(inputs, (arrays) => transformerJax(jax, arrays)),
  ort: inferenceOnly,
  torch: torchBackward(TORCH, "model(x)"),
};

export const transformers: { forward: Work; forwardAndBackward: Work } = { forward, forwardAndBackward };
