import { HEADS, WIDTH } from "../works/transformer-sizes";
import type { Tfjs } from "./tfjs";
import type { TfTensor } from "./tfjs-api";
import { geluTfjs } from "./tfjs-gelu";
import { layerNormTfjs } from "./tfjs-layer-norm";

type Tensors = Readonly<Record<string, TfTensor>>;

/** The block of `x` [batch, length, width]. Its products are of matrices: those of more dimensions are slower. */
export function transformerTfjs({ tf }: Tfjs, { x: samples, ...parameters }: Tensors): TfTensor {
  const [batch, length] = samples.shape;
  const linear = (x: TfTensor, weight: string, bias: string): TfTensor =>
    tf.add(tf.matMul(x, parameters[weight], false, true), parameters[bias]);
  const norm = (x: TfTensor, name: string): TfTensor =>
    layerNormTfjs(tf, x, parameters[`${name}.weight`], parameters[`${name}.bias`]);
  const x = tf.reshape(samples, [batch * length, WIDTH]);
  const projected = linear(norm(x, "norm1"), "self_attn.in_proj_weight", "self_attn.in_proj_bias");
  const [q, k, v] = tf
    .split(projected, 3, 1)
    .map((part) => tf.transpose(tf.reshape(part, [batch, length, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]));
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(WIDTH / HEADS));
  const heads = tf.transpose(tf.matMul(tf.softmax(scores, -1), v), [0, 2, 1, 3]);
  const attended = tf.reshape(heads, [batch * length, WIDTH]);
  const middle = tf.add(x, linear(attended, "self_attn.out_proj.weight", "self_attn.out_proj.bias"));
  const inner = geluTfjs(tf, linear(norm(middle, "norm2"), "linear1.weight", "linear1.bias"));
  return tf.reshape(tf.add(middle, linear(inner, "linear2.weight", "linear2.bias")), samples.shape);
}
