import { conv2d } from "@nn/core";
import {
  convolve,
  inputGradient,
  inputShape,
  outputShape,
  weightGradient,
  weightShape,
  type Convolution,
} from "../reference/convolution";
import { uniform } from "../random";
import { ONE_OP, torchOp, type Work } from "../work";

const PADDING = 1;

function square(batch: number, inChannels: number, outChannels: number, size: number): Convolution {
  return { batch, inChannels, outChannels, height: size, width: size, kernel: 3, padding: PADDING };
}

const nameOf = ({ batch, inChannels, outChannels, height, width }: Convolution): string =>
  `conv2d 3x3 ${batch}x${inChannels}x${height}x${width} to ${outChannels}`;

function forward(conv: Convolution): Work {
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: forward`,
    tolerance: 1e-5,
    inputs: () => ({ x: uniform(1, inputShape(conv)), w: uniform(2, weightShape(conv)) }),
    reference: ({ x, w }) => ({ y: convolve(conv, x.data, w.data) }),
    nn: (nn, inputs) => nn.op(inputs, ({ x, w }) => conv2d(x, w, undefined, { padding: PADDING })),
    tfjs: (tfjs, inputs) => tfjs.imageOp(inputs, ({ x, w }) => tfjs.tf.conv2d(x, w, 1, "same")),
    jax: (jax, inputs) => jax.op(inputs, ({ x, w }) => jax.conv(x, w, PADDING)),
    torch: torchOp(`torch.conv2d(x, w, padding=${PADDING})`),
  };
}

function gradientOfInput(conv: Convolution): Work {
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: input gradient`,
    tolerance: 1e-5,
    inputs: () => ({ g: uniform(1, outputShape(conv)), w: uniform(2, weightShape(conv)) }),
    reference: ({ g, w }) => ({ y: inputGradient(conv, g.data, w.data) }),
    nn: (nn, { g, w }) => {
      const x = uniform(3, inputShape(conv));
      return nn.gradient({ x, w, g }, "x", (t) => conv2d(t.x, t.w, undefined, { padding: PADDING }));
    },
    tfjs: (tfjs, inputs) => {
      const { batch, height, width, inChannels } = conv;
      const shape = [batch, height, width, inChannels];
      return tfjs.imageOp(inputs, ({ g, w }) => tfjs.tf.conv2dTranspose(g, w, shape, 1, "same"));
    },
    jax: (jax, { g, w }) => {
      const x = uniform(3, inputShape(conv));
      return jax.gradient({ x, w, g }, "x", (t) => jax.conv(t.x, t.w, PADDING));
    },
    torch: torchOp(`torch.nn.grad.conv2d_input(${JSON.stringify(inputShape(conv))}, w, g, padding=${PADDING})`),
  };
}

function gradientOfWeight(conv: Convolution): Work {
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: weight gradient`,
    tolerance: 1e-5,
    inputs: () => ({ g: uniform(1, outputShape(conv)), x: uniform(3, inputShape(conv)) }),
    reference: ({ g, x }) => ({ y: weightGradient(conv, g.data, x.data) }),
    nn: (nn, { g, x }) => {
      const w = uniform(2, weightShape(conv));
      return nn.gradient({ x, w, g }, "w", (t) => conv2d(t.x, t.w, undefined, { padding: PADDING }));
    },
    tfjs: (tfjs, inputs) => tfjs.conv2dWeightGradient(inputs, weightShape(conv)),
    jax: (jax, { g, x }) => {
      const w = uniform(2, weightShape(conv));
      return jax.gradient({ x, w, g }, "w", (t) => jax.conv(t.x, t.w, PADDING));
    },
    torch: torchOp(`torch.nn.grad.conv2d_weight(x, ${JSON.stringify(weightShape(conv))}, g, padding=${PADDING})`),
  };
}

const small = square(8, 32, 64, 28);
const large = square(8, 64, 64, 56);

export const convolutions: readonly Work[] = [
  forward(small),
  forward(large),
  gradientOfInput(large),
  gradientOfWeight(large),
];
