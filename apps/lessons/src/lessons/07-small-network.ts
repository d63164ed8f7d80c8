import { binaryCrossEntropy, full, linear, sigmoid, softmax, tensor } from "@nn/core";
import type { Lesson } from "../lesson";

export const smallNetwork: Lesson = {
  name: "small-network",
  title: "Three layers, every number written out",

  async run(page) {
    page.say(`
      A layer is a row of neurons that look at the same inputs. A network is a few layers, each of which takes the
      activations of the one before as its inputs. Here we follow one input through a network with 3 inputs, two layers
      of 3 neurons with sigmoids, and 2 outputs with a softmax. Take a pencil and check a few of the numbers.

      All weights of a layer have the same value, to keep the arithmetic short: 0.05 in the first layer, 0.025 in the
      second, 1 in the third. The biases differ.
    `);
    const x = tensor([1.5, 2.5, 3]);
    const layer1 = { weight: full([3, 3], 0.05), bias: tensor([0.01, 0.02, 0.03]) };
    const layer2 = { weight: full([3, 3], 0.025), bias: tensor([0.01, 0.02, 0.03]) };
    const layer3 = { weight: full([2, 3], 1), bias: tensor([0.01, 0.02]) };

    page.say(`
      The weights of a layer form a matrix W with a row per neuron and a column per input, so z = W x + b computes all
      its neurons at once. In the first layer each neuron sees 0.05 · (1.5 + 2.5 + 3) = 0.35, plus its own bias.
    `);
    const z1 = linear(x, layer1.weight, layer1.bias);
    const a1 = sigmoid(z1);
    await page.check("layer 1: z = W x + b", z1, [0.36, 0.37, 0.38], 1e-6);
    await page.check("layer 1: a = σ(z)", a1, [0.589, 0.5915, 0.5939], 1e-4);

    page.say(`The second layer does the same with those activations: 0.025 · (0.589 + 0.5915 + 0.5939), plus a bias.`);
    const z2 = linear(a1, layer2.weight, layer2.bias);
    const a2 = sigmoid(z2);
    await page.check("layer 2: z", z2, [0.0544, 0.0644, 0.0744], 1e-4);
    await page.check("layer 2: a", a2, [0.5136, 0.5161, 0.5186], 1e-4);

    page.say(`
      The last layer has two neurons, one for each class. Softmax turns their pre-activations into probabilities that
      add up to 1.
    `);
    const z3 = linear(a2, layer3.weight, layer3.bias);
    const output = softmax(z3, { dim: 0 });
    await page.check("layer 3: z", z3, [1.558, 1.568], 5e-4);
    await page.check("output: softmax(z)", output, [0.4975, 0.5025], 5e-5);
    await page.check("its sum", output.sum(), 1, 1e-6);

    page.say(`
      Calculations on paper often cut digits off instead of rounding, and then print the activations as
      (0.589, 0.591, 0.593) and (0.513, 0.516, 0.518) and the output as (0.497, 0.502). Do not worry about the last
      digit.

      Suppose the right answer is the first class, (1, 0). The binary cross-entropy compares each output with its
      target and takes the mean of the two:

        −½ (ln 0.4975 + ln (1 − 0.5025))
    `);
    await page.check("binary cross-entropy against (1, 0)", binaryCrossEntropy(output, tensor([1, 0])), 0.6982, 5e-5);
    page.say(`
      A coin toss would cost ln 2 = 0.6931. Our network does slightly worse than tossing a coin, which is no wonder: its
      weights were picked for easy arithmetic, and it has not learned anything. Note also that the three neurons of a
      layer hardly differ. Neurons with equal weights get equal gradients and stay alike for ever, so real networks
      start from random weights (lesson 21).
    `);
    page.toTry(
      "Change the input to (−1.5, −2.5, −3). Estimate z of the first layer in your head before you run it.",
      "Give all tensors of the layers requiresGrad and call backward() on the loss. Which weight has the largest slope?",
    );
  },
};
