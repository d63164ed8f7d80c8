import { LSTM } from "@nn/layers";
import { lstmJax } from "../contestants/jax-lstm";
import { lstmTfjs } from "../contestants/tfjs-lstm";
import { uniform } from "../random";
import { lstm } from "../reference/lstm";
import { inferenceOnly, ONE_OP, type Inputs, type Work } from "../work";
import { torchBackward } from "./torch-backward";

const WIDTH = 64;
const HIDDEN = 128;
const STEPS = 32;
const BATCH = 16;

const bound = 1 / Math.sqrt(HIDDEN);

function lstmInputs(): Inputs {
  return {
    x: uniform(1, [STEPS, BATCH, WIDTH]),
    g: uniform(2, [STEPS, BATCH, HIDDEN]),
    weight_ih_l0: uniform(3, [4 * HIDDEN, WIDTH], bound),
    weight_hh_l0: uniform(4, [4 * HIDDEN, HIDDEN], bound),
    bias_ih_l0: uniform(5, [4 * HIDDEN], bound),
    bias_hh_l0: uniform(6, [4 * HIDDEN], bound),
  };
}

/** The gradients of x and all parameters for a weighted sum of the outputs of all steps. */
export const recurrent: Work = {
  ...ONE_OP,
  name: `lstm ${WIDTH} to ${HIDDEN} seq${STEPS} batch ${BATCH} forward + backward`,
  tolerance: 2e-5,
  inputs: lstmInputs,
  reference: ({ g, ...inputs }) => {
    const { y, backward } = lstm(inputs);
    const loss = y.reduce((total, value, i) => total + value * g.data[i], 0);
    return { loss: [loss], ...backward(Float64Array.from(g.data)) };
  },
  nn: (nn, inputs) => {
    const model = new LSTM(WIDTH, HIDDEN);
    return nn.backward(model, (x) => model.forward(x)[0], inputs);
  },
  tfjs: (tfjs, inputs) => tfjs.backward(inputs, (tensors) => lstmTfjs(tfjs, tensors)),
  jax: (jax, inputs) => jax.backward(inputs, (arrays) => lstmJax(jax, arrays)),
  ort: inferenceOnly,
  torch: torchBackward(
    `
model = torch.nn.LSTM(${WIDTH}, ${HIDDEN})
model.load_state_dict({name: value for name, value in inputs.items() if "_l0" in name})`,
    "model(x)[0]",
  ),
};
