import { networkNn } from "../contestants/nn-network";
import { forwardNetwork } from "../reference/network";
import { ONE_OP, torchOp, type Work } from "../work";
import { lenet, mlpDeep, networkInputs, type Network } from "./network";
import { torchNetwork } from "./torch-training";

/** One batch through a network, without gradients. */
function inference(network: Network, batch: number): Work {
  return {
    ...ONE_OP,
    name: `infer ${network.name} batch ${batch}`,
    tolerance: 1e-5,
    inputs: () => networkInputs(network, batch),
    reference: (inputs) => ({ y: forwardNetwork(network, inputs) }),
    nn: (nn, inputs) => nn.infer(networkNn(network), inputs),
    tfjs: (tfjs, inputs) => tfjs.infer(network, inputs),
    jax: (jax, inputs) => jax.infer(network, inputs),
    ort: (ort, inputs) => ort.infer(network, inputs),
    torch: `${torchNetwork(network)}
torch.set_grad_enabled(False)
${torchOp("model(x)")}`,
  };
}

export const inferences: readonly Work[] = [inference(mlpDeep, 128), inference(lenet, 64)];
