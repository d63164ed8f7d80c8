import { cpu } from "@nn/backend-cpu";
import { crossEntropy, setBackend, tensor } from "@nn/core";
import { Linear, ReLU, Sequential } from "@nn/layers";
import { AdamW } from "@nn/optim";

setBackend(cpu());
const x = tensor([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]);
const y = tensor([0, 1, 1, 0], { dtype: "int32" });
const model = new Sequential(new Linear(2, 16), new ReLU(), new Linear(16, 2));
const optimizer = new AdamW(model.parameters(), { lr: 0.01 });
for (let step = 0; step < 200; step++) {
  const loss = crossEntropy(model.forward(x), y);
  loss.backward();
  optimizer.step();
  optimizer.zeroGrad();
  console.log(await loss.item());
}
