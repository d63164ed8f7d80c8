import type { Tfjs } from "./tfjs";
import type { TfTensor } from "./tfjs-api";

/** The outputs of an LSTM for `x` [time, batch, width], with the inputs of all steps multiplied at once. */
export function lstmTfjs({ tf }: Tfjs, inputs: Readonly<Record<string, TfTensor>>): TfTensor {
  const { x, weight_ih_l0: wx, weight_hh_l0: wh, bias_ih_l0: bx, bias_hh_l0: bh } = inputs;
  const [steps, batch, width] = x.shape;
  const [gateWidth, hidden] = wh.shape;
  const rows = tf.add(tf.matMul(tf.reshape(x, [steps * batch, width]), wx, false, true), bx);
  let h = tf.zeros([batch, hidden]);
  let c = tf.zeros([batch, hidden]);
  const outputs = tf.unstack(tf.reshape(rows, [steps, batch, gateWidth]), 0).map((row) => {
    const gates = tf.add(row, tf.add(tf.matMul(h, wh, false, true), bh));
    const [input, forget, cell, output] = tf.split(gates, 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(forget), c), tf.mul(tf.sigmoid(input), tf.tanh(cell)));
    h = tf.mul(tf.sigmoid(output), tf.tanh(c));
    return h;
  });
  return tf.stack(outputs, 0);
}
