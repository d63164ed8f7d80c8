import { crossEntropy, manualSeed, randint, randn } from "@nn/core";
import { init, Linear, ReLU, Sequential, Sigmoid } from "@nn/layers";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const depth: Lesson = {
  name: "depth",
  title: "Vanishing gradients: sigmoid against ReLU in a deep network",

  async run(page) {
    page.say(`
      On the way back from the loss to the first layer, the gradient is multiplied at every layer: by the weights, and
      by the slope of the activation function. The slope of the sigmoid is a (1 − a), which is ¼ at best. Ten layers
      make (¼)¹⁰, a millionth. The first layers hear next to nothing of the error, and hardly learn.

      ReLU, max(0, z), has the slope 1 wherever the neuron is active. We compare two networks that differ in nothing
      but that: ten hidden layers of 32 neurons, random inputs, ten classes, weights scaled as is usual for each. How
      large is the gradient of each layer's weights?
    `);
    manualSeed(20);
    const sigmoids = await gradientsByLayer("sigmoid");
    manualSeed(20);
    const relus = await gradientsByLayer("relu");
    page.table(
      ["layer", "sigmoid", "ReLU"],
      sigmoids.map((size, i) => [i + 1, size, relus[i]]),
    );
    const [sigmoidRatio, reluRatio] = [sigmoids[9] / sigmoids[0], relus[9] / relus[0]];
    await page.show("sigmoid: layer 10 over layer 1", sigmoidRatio);
    await page.show("ReLU: layer 10 over layer 1", reluRatio);
    page.claim("with sigmoids the first layer's gradient is a hundred thousand times smaller", sigmoidRatio > 1e5);
    page.claim("with ReLU first and last layer differ by a factor of ten at most", reluRatio < 10 && reluRatio > 0.1);
    await page.picture(
      "gradients",
      plot({
        title: "Size of the gradient at each layer of a deep network",
        x: { name: "layer, from the input to the output", range: [1, 10] },
        y: { name: "mean |gradient|, logarithmic", log: true, range: [1e-10, 1e-1] },
        series: [
          { name: "sigmoid", points: sigmoids.map((size, i) => [i + 1, size]), style: "path" },
          { name: "ReLU", points: relus.map((size, i) => [i + 1, size]), style: "path" },
        ],
      }),
    );
    page.say(`
      On the logarithmic scale the sigmoids' line is straight: each layer costs the same factor. This is one of the
      reasons why networks stayed shallow for decades, and ReLU helped to make them deep. The sigmoid keeps its place at the
      output, where one wants a probability, and cross-entropy cancels its slope (lesson 4).
    `);
    page.toTry(
      "Try tanh: its slope is 1 in the middle. Where does its line lie?",
      "Multiply all weights of the sigmoid network by 4. Does the product of slope and weight get near 1? What happens?",
    );
  },
};

/** The mean size of the gradients of each hidden layer's weights. */
async function gradientsByLayer(activation: "sigmoid" | "relu"): Promise<number[]> {
  const layers = Array.from({ length: 10 }, () => new Linear(32, 32));
  for (const { weight } of layers) init.kaimingNormal(weight, { nonlinearity: activation });
  const model = new Sequential(
    ...layers.flatMap((layer) => [layer, activation === "relu" ? new ReLU() : new Sigmoid()]),
    new Linear(32, 10),
  );
  crossEntropy(model.forward(randn([128, 32])), randint(0, 10, [128])).backward();
  return Promise.all(layers.map(({ weight }) => weight.grad!.abs().mean().item()));
}
