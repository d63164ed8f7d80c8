import { softmax, sum } from "@nn/core";
import { node, wholes } from "../onnx/model";
import { sumColumns, sumRows, softmaxRows } from "../reference/rows";
import { uniform } from "../random";
import { ONE_OP, torchOp, type Work } from "../work";

const SIZE = 1024;

function sums(dim: 0 | 1): Work {
  const reference = dim === 0 ? sumColumns : sumRows;
  return {
    ...ONE_OP,
    name: `sum 1024x1024 dim ${dim}`,
    tolerance: 1e-5,
    inputs: () => ({ x: uniform(1, [SIZE, SIZE]) }),
    reference: ({ x }) => ({ y: reference(x.data, SIZE) }),
    nn: (nn, inputs) => nn.op(inputs, ({ x }) => sum(x, { dim })),
    tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ x }) => tfjs.tf.sum(x, dim)),
    jax: (jax, inputs) => jax.op(inputs, ({ x }) => jax.np.sum(x, dim)),
    ort: (ort, inputs) => {
      const nodes = [node("ReduceSum", ["x", "dim"], "y", { keepdims: 0 })];
      return ort.op({ inputs, nodes, constants: { dim: wholes(dim) } });
    },
    torch: torchOp(`x.sum(${dim})`),
  };
}

const softmaxOfRows: Work = {
  ...ONE_OP,
  name: "softmax 512x1000",
  tolerance: 1e-5,
  inputs: () => ({ x: uniform(1, [512, 1000], 4) }),
  reference: ({ x }) => ({ y: softmaxRows(x.data, 1000) }),
  nn: (nn, inputs) => nn.op(inputs, ({ x }) => softmax(x, { dim: -1 })),
  tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ x }) => tfjs.tf.softmax(x, -1)),
  jax: (jax, inputs) => jax.op(inputs, ({ x }) => jax.module.nn.softmax(x, -1)),
  ort: (ort, inputs) => ort.op({ inputs, nodes: [node("Softmax", ["x"], "y", { axis: 1 })] }),
  torch: torchOp("torch.softmax(x, -1)"),
};

export const reductions: readonly Work[] = [sums(0), sums(1), softmaxOfRows];
