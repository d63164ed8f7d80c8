import { HEADS, WIDTH } from "../works/transformer-sizes";
import type { Jax } from "./jax";
import type { JaxArray, JaxTree } from "./jax-api";

/**
 * The block of `x` [batch, length, width]. Uses up its arguments. jax-js's own dotProductAttention needs iterator
 * helpers, which Node 20 lacks.
 */
export function transformerJax({ module: { nn }, np }: Jax, { x, ...parameters }: JaxTree): JaxArray {
  const linear = (h: JaxArray, weight: string, bias: string): JaxArray =>
    np.matmul(h, parameters[weight].transpose()).add(parameters[bias]);
  const norm = (h: JaxArray, name: string): JaxArray =>
    nn.standardize(h, -1, { epsilon: 1e-5 }).mul(parameters[`${name}.weight`]).add(parameters[`${name}.bias`]);
  const { shape } = x;
  const [batch, length] = shape;
  const projected = linear(norm(x.ref, "norm1"), "self_attn.in_proj_weight", "self_attn.in_proj_bias");
  const [q, k, v] = np
    .split(projected, 3, 2)
    .map((part) => part.reshape([batch, length, HEADS, WIDTH / HEADS]).transpose([0, 2, 1, 3]));
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(WIDTH / HEADS));
  const heads = np.matmul(nn.softmax(scores, -1), v).transpose([0, 2, 1, 3]).reshape(shape);
  const middle = x.add(linear(heads, "self_attn.out_proj.weight", "self_attn.out_proj.bias"));
  const inner = nn.gelu(linear(norm(middle.ref, "norm2"), "linear1.weight", "linear1.bias"), { approximate: true });
  return middle.add(linear(inner, "linear2.weight", "linear2.bias"));
}
