import { LABEL_SETS, type Layer, type Network, type OptimizerSpec } from "./network";
import { COMPARED_STEPS } from "./training-task";

function moduleOf(layer: Layer): string {
  switch (layer.kind) {
    case "conv2d":
      return `nn.Conv2d(${layer.inChannels}, ${layer.outChannels}, ${layer.kernel}, padding=${layer.padding})`;
    case "linear":
      return `nn.Linear(${layer.inFeatures}, ${layer.outFeatures})`;
    case "maxPool2d":
      return "nn.MaxPool2d(2)";
    case "relu":
      return "nn.ReLU()";
    case "flatten":
      return "nn.Flatten()";
  }
}

/** Python that makes `model` with its parameters. */
export function torchNetwork({ layers }: Network): string {
  return `
from torch import nn
model = nn.Sequential(${layers.map(moduleOf).join(", ")})
model.load_state_dict({name: value for name, value in inputs.items() if "." in name})
`;
}

/** The Python of a training work. */
export function torchTraining(network: Network, { kind, lr }: OptimizerSpec): string {
  const optimizer = kind === "sgd" ? "SGD" : "Adam";
  return `${torchNetwork(network)}
optimizer = torch.optim.${optimizer}(model.parameters(), lr=${lr})
targets = [inputs["y" + str(i)].long() for i in range(${LABEL_SETS})]
index = 0
def run():
    global index
    loss = nn.functional.cross_entropy(model(x), targets[index % ${LABEL_SETS}])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    index += 1
    return loss.item()
def outputs():
    return {"losses": torch.tensor([run() for _ in range(${COMPARED_STEPS})])}
`;
}
