import { GELU_CUBIC, GELU_ROOT } from "../reference/gelu";
import type { Tf, TfTensor } from "./tfjs-api";

/** TensorFlow.js has none of its own. */
export function geluTfjs(tf: Tf, x: TfTensor): TfTensor {
  const cubed = tf.mul(tf.mul(tf.mul(x, x), x), GELU_CUBIC);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(tf.mul(tf.add(x, cubed), GELU_ROOT)), 1));
}
