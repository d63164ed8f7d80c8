import { conv2d } from "@nn/core";
import { constant, node } from "../onnx/model";
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
import { inferenceOnly, ONE_OP, torchOp, type Work } from "../work";

/** With as much padding as keeps the size, and without groups. */
function same(batch: number, inChannels: number, outChannels: number, size: number, kernel = 3): Convolution {
  return { batch, inChannels, outChannels, height: size, width: size, kernel, padding: (kernel - 1) / 2 };
}

function nameOf({ batch, inChannels, outChannels, height, width, kernel, groups = 1 }: Convolution): string {
  const image = `${batch}x${inChannels}x${height}x${width}`;
  return groups === 1 ? `conv2d ${kernel}x${kernel} ${image} to ${outChannels}` : `conv2d depthwise 3x3 ${image}`;
}

function forward(conv: Convolution): Work {
  const { padding, kernel, groups = 1, inChannels } = conv;
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: forward`,
    tolerance: 1e-5,
    inputs: () => ({ x: uniform(1, inputShape(conv)), w: uniform(2, weightShape(conv)) }),
    reference: ({ x, w }) => ({ y: convolve(conv, x.data, w.data) }),
    nn: (nn, inputs) => nn.op(inputs, ({ x, w }) => conv2d(x, w, undefined, { padding, groups })),
    tfjs: (tfjs, inputs) =>
      tfjs.imageOp(inputs, ({ x, w }) => {
        if (groups === 1) return tfjs.tf.conv2d(x, w, 1, "same");
        return tfjs.tf.depthwiseConv2d(x, tfjs.tf.reshape(w, [kernel, kernel, inChannels, 1]), 1, "same");
      }),
    jax: (jax, inputs) => jax.op(inputs, ({ x, w }) => jax.conv(x, w, padding, groups)),
    ort: (ort, { x, w }) => {
      const nodes = [node("Conv", ["x", "w"], "y", { pads: around(padding), group: groups })];
      return ort.op({ inputs: { x }, nodes, constants: { w: constant(w) } });
    },
    torch: torchOp(`torch.conv2d(x, w, padding=${padding}, groups=${groups})`),
  };
}

const around = (padding: number): number[] => [padding, padding, padding, padding];

function gradientOfInput(conv: Convolution): Work {
  const { padding } = conv;
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: input gradient`,
    tolerance: 1e-5,
    inputs: () => ({ g: uniform(1, outputShape(conv)), w: uniform(2, weightShape(conv)) }),
    reference: ({ g, w }) => ({ y: inputGradient(conv, g.data, w.data) }),
    nn: (nn, { g, w }) => {
      const x = uniform(3, inputShape(conv));
      return nn.gradient({ x, w, g }, "x", (t) => conv2d(t.x, t.w, undefined, { padding }));
    },
    tfjs: (tfjs, inputs) => {
      const { batch, height, width, inChannels } = conv;
      const shape = [batch, height, width, inChannels];
      return tfjs.imageOp(inputs, ({ g, w }) => tfjs.tf.conv2dTranspose(g, w, shape, 1, "same"));
    },
    jax: (jax, { g, w }) => {
      const x = uniform(3, inputShape(conv));
      return jax.gradient({ x, w, g }, "x", (t) => jax.conv(t.x, t.w, padding));
    },
    ort: (ort, { g, w }) => {
      const nodes = [node("ConvTranspose", ["g", "w"], "y", { pads: around(padding) })];
      return ort.op({ inputs: { g }, nodes, constants: { w: constant(w) } });
    },
    torch: torchOp(`torch.nn.grad.conv2d_input(${JSON.stringify(inputShape(conv))}, w, g, padding=${padding})`),
  };
}

function gradientOfWeight(conv: Convolution): Work {
  const { padding } = conv;
  return {
    ...ONE_OP,
    name: `${nameOf(conv)}: weight gradient`,
    tolerance: 1e-5,
    inputs: () => ({ g: uniform(1, outputShape(conv)), x: uniform(3, inputShape(conv)) }),
    reference: ({ g, x }) => ({ y: weightGradient(conv, g.data, x.data) }),
    nn: (nn, { g, x }) => {
      const w = uniform(2, weightShape(conv));
      return nn.gradient({ x, w, g }, "w", (t) => conv2d(t.x, t.w, undefined, { padding }));
    },
    tfjs: (tfjs, inputs) => tfjs.conv2dWeightGradient(inputs, weightShape(conv)),
    jax: (jax, { g, x }) => {
      const w = uniform(2, weightShape(conv));
      return jax.gradient({ x, w, g }, "w", (t) => jax.conv(t.x, t.w, padding));
    },
    ort: inferenceOnly,
    torch: torchOp(`torch.nn.grad.conv2d_weight(x, ${JSON.stringify(weightShape(conv))}, g, padding=${padding})`),
  };
}

const large = same(8, 64, 64, 56);

export const convolutions: readonly Work[] = [
  forward(same(8, 32, 64, 28)),
  forward(large),
  gradientOfInput(large),
  gradientOfWeight(large),
  forward(same(8, 64, 64, 56, 1)),
  forward(same(8, 32, 64, 28, 5)),
  forward({ ...large, groups: large.inChannels }),
];
