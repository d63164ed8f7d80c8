import { add, exp, gelu as geluNn, mul, relu, tanh, type Tensor } from "@nn/core";
import type { JaxArray, JaxModule } from "../contestants/jax-api";
import type { Tf, TfTensor } from "../contestants/tfjs-api";
import { geluTfjs } from "../contestants/tfjs-gelu";
import { node, type OnnxNode } from "../onnx/model";
import { gelu } from "../reference/gelu";
import { uniform } from "../random";
import { ONE_OP, torchOp, type Work } from "../work";

const LENGTH = 1 << 20;

/** A function of one argument in every library's words. */
interface Unary {
  reference(x: number): number;
  nn(x: Tensor): Tensor;
  tfjs(tf: Tf, x: TfTensor): TfTensor;
  jax(jax: JaxModule, x: JaxArray): JaxArray;
  /** A call of `x` to `y`. */
  ort: OnnxNode;
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
    ort: (ort, inputs) => ort.op({ inputs, nodes: [maths.ort] }),
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
  ort: (ort, inputs) => {
    const product = node("Mul", ["a", "b"], "ab");
    return ort.op({ inputs, nodes: [product, node("Add", ["ab", "c"], "abc"), node("Relu", ["abc"], "y")] });
  },
  torch: torchOp("torch.relu(a * b + c)"),
};

export const elementwise: readonly Work[] = [
  multiplyAdd,
  unary("tanh", {
    reference: Math.tanh,
    nn: (x) => tanh(x),
    tfjs: (tf, x) => tf.tanh(x),
    jax: ({ numpy }, x) => numpy.tanh(x),
    ort: node("Tanh", ["x"], "y"),
    torch: "torch.tanh(x)",
  }),
  unary("exp", {
    reference: Math.exp,
    nn: (x) => exp(x),
    tfjs: (tf, x) => tf.exp(x),
    jax: ({ numpy }, x) => numpy.exp(x),
    ort: node("Exp", ["x"], "y"),
    torch: "torch.exp(x)",
  }),
  unary("gelu", {
    reference: gelu,
    nn: (x) => geluNn(x, { approximate: "tanh" }),
    tfjs: geluTfjs,
    jax: ({ nn }, x) => nn.gelu(x, { approximate: true }),
    ort: node("Gelu", ["x"], "y", { approximate: "tanh" }),
    torch: 'torch.nn.functional.gelu(x, approximate="tanh")',
  }),
];
