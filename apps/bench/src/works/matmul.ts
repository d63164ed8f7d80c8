import { matmul } from "@nn/core";
import { node } from "../onnx/model";
import { multiply } from "../reference/multiply";
import { uniform } from "../random";
import { ONE_OP, torchOp, type Work } from "../work";

/** [batch?, m, k] by [batch?, k, n]. */
function product(name: string, m: number, k: number, n: number, batch: readonly number[] = []): Work {
  return {
    ...ONE_OP,
    name: `matmul ${name}`,
    tolerance: 1e-5,
    inputs: () => ({ a: uniform(1, [...batch, m, k]), b: uniform(2, [...batch, k, n]) }),
    reference: ({ a, b }) => ({ y: multiply(a.data, b.data, { m, k, n }) }),
    nn: (nn, inputs) => nn.op(inputs, ({ a, b }) => matmul(a, b)),
    tfjs: (tfjs, inputs) => tfjs.op(inputs, ({ a, b }) => tfjs.tf.matMul(a, b)),
    jax: (jax, inputs) => jax.op(inputs, ({ a, b }) => jax.np.matmul(a, b)),
    ort: (ort, inputs) => ort.op({ inputs, nodes: [node("MatMul", ["a", "b"], "y")] }),
    torch: torchOp("a @ b"),
  };
}

export const matmuls: readonly Work[] = [
  ...[256, 512, 1024, 2048].map((n) => product(`${n}x${n}x${n}`, n, n, n)),
  product("511x513x517", 511, 513, 517),
  product("1x4096x4096", 1, 4096, 4096),
  product("4096x16x16", 4096, 16, 16),
  product("64x784x128", 64, 784, 128),
  product("batched 16x(128x64x128)", 128, 64, 128, [16]),
];
