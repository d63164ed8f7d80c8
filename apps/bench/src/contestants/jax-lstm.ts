import type { Jax } from "./jax";
import type { JaxArray, JaxTree } from "./jax-api";

/**
 * The outputs of an LSTM for `x` [time, batch, width], with the inputs of all steps multiplied at once. Uses up its
 * arguments. jax-js has no `scan`: the steps are unrolled.
 */
export function lstmJax({ module: { nn }, np }: Jax, inputs: JaxTree): JaxArray {
  const { x, weight_ih_l0: wx, weight_hh_l0: wh, bias_ih_l0: bx, bias_hh_l0: bh } = inputs;
  const [steps, batch] = x.shape;
  const [, hidden] = wh.shape;
  const rows = np.matmul(x, wx.transpose()).add(bx).add(bh);
  const weight = wh.transpose();
  let h = np.zeros([batch, hidden]);
  let c = np.zeros([batch, hidden]);
  const outputs = Array.from({ length: steps }, (_, t) => {
    const gates = rows.ref.slice(t).add(np.matmul(h, weight.ref));
    const [input, forget, cell, output] = np.split(gates, 4, 1);
    c = nn
      .sigmoid(forget)
      .mul(c)
      .add(nn.sigmoid(input).mul(np.tanh(cell)));
    h = nn.sigmoid(output).mul(np.tanh(c.ref));
    return h.ref;
  });
  for (const used of [rows, weight, h, c]) used.dispose();
  return np.stack(outputs);
}
