import { add, exp, gelu, mul, relu, tanh, type Tensor } from "@nn/core";
import type { JaxArray, JaxModule } from "../contestants/jax-api";
import type { Tf, TfTensor } from "../contestants/tfjs-api";
import { uniform } from "../random";
import { ONE_OP, torchOp, type Work } from "../work";

const LENGTH = 1 << 20;

/** A function of one argument in every library's words. */
interface Unary {
  reference(x: number): number;
  nn(x: Tensor): Tensor;
  tfjs(tf: Tf, x: TfTensor): TfTensor;
  jax(jax: JaxModule, x: JaxArray): JaxArray;
  torch: string;
}

function unary(name: string, maths: Unary): Work {
  return {
    ...ONE_OP,
    name: `${name} 1M`,
    tolerance: 1e-5,
    inputs: () => ({ x: uniform(1, [LENGTH], 4) }),
    reference: ({ x }) => ({ y: Float64Array.from(x.data, maths.reference) }),
    nn: (nn, inputs) => nn.op(inputs, ({ x }) => maths.nn(x)),
    tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ x }) => maths.tfjs(tfjs.tf, x)),
    jax: (jax, inputs) => jax.op(inputs, ({ x }) => maths.jax(jax.module, x)),
    torch: torchOp(maths.torch),
  };
}

const multiplyAdd: Work = {
  ...ONE_OP,
  name: "relu(a*b+c) 1M",
  tolerance: 1e-6,
  inputs: () => ({ a: uniform(1, [LENGTH]), b: uniform(2, [LENGTH]), c: uniform(3, [LENGTH]) }),
  reference: ({ a, b, c }) => ({ y: Float64Array.from(a.data, (x, i) => Math.max(0, x * b.data[i] + c.data[i])) }),
  nn: (nn, inputs) => nn.op(inputs, ({ a, b, c }) => relu(add(mul(a, b), c))),
  tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ a, b, c }) => tfjs.tf.relu(tfjs.tf.add(tfjs.tf.mul(a, b), c))),
  jax: (jax, inputs) => jax.op(inputs, ({ a, b, c }) => jax.module.nn.relu(a.mul(b).add(c))),
  torch: torchOp("torch.relu(a * b + c)"),
};

// The usual approximation (Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415).
const ROOT = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

export const elementwise: readonly Work[] = [
  multiplyAdd,
  unary("tanh", {
    reference: Math.tanh,
    nn: (x) => tanh(x),
    tfjs: (tf, x) => tf.tanh(x),
    jax: ({ numpy }, x) => numpy.tanh(x),
    torch: "torch.tanh(x)",
  }),
  unary("exp", {
    reference: Math.exp,
    nn: (x) => exp(x),
    tfjs: (tf, x) => tf.exp(x),
    jax: ({ numpy }, x) => numpy.exp(x),
    torch: "torch.exp(x)",
  }),
  unary("gelu", {
    reference: (x) => 0.5 * x * (1 + Math.tanh(ROOT * (x + CUBIC * x ** 3))),
    nn: (x) => gelu(x, { approximate: "tanh" }),
    tfjs: (tf, x) => {
      const cubed = tf.mul(tf.mul(tf.mul(x, x), x), CUBIC);
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(tf.add(x, cubed), ROOT)), 1));
    },
    jax: ({ nn }, x) => nn.gelu(x, { approximate: true }),
    torch: `0.5 * x * (1 + torch.tanh(${ROOT} * (x + ${CUBIC} * x * x * x)))`,
  }),
];
