import type { Tf, TfTensor } from "./tfjs-api";

/** Layer normalisation of the rows of a matrix. TensorFlow.js has none of its own beside its layers. */
export function layerNormTfjs(tf: Tf, x: TfTensor, weight: TfTensor, bias: TfTensor): TfTensor {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), 1e-5));
  return tf.add(tf.mul(tf.mul(centred, scale), weight), bias);
}
