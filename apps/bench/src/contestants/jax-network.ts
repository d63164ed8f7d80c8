import type { Network } from "../works/network";
import type { Jax } from "./jax";
import type { JaxArray, JaxTree } from "./jax-api";

/** Uses up its arguments. */
export function forwardJax({ module, np, conv }: Jax, { layers }: Network, parameters: JaxTree, x: JaxArray): JaxArray {
  return layers.reduce((h, layer, i) => {
    const [weight, bias] = [parameters[`${i}.weight`], parameters[`${i}.bias`]];
    switch (layer.kind) {
      case "conv2d":
        return conv(h, weight, layer.padding).add(bias.reshape([1, layer.outChannels, 1, 1]));
      case "linear":
        return np.matmul(h, weight.transpose()).add(bias);
      case "maxPool2d":
        return module.lax.reduceWindow(h, np.max, [2, 2], [2, 2]);
      case "relu":
        return module.nn.relu(h);
      case "flatten":
        return h.reshape([h.shape[0], -1]);
    }
  }, x);
}
