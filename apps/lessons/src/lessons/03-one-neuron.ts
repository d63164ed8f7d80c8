import { noGrad, sigmoid, tensor, type Tensor } from "@nn/core";
import { SGD } from "@nn/optim";
import type { Lesson } from "../lesson";

export const oneNeuron: Lesson = {
  name: "one-neuron",
  title: "One sigmoid neuron learns one example",

  async run(page) {
    page.say(`
      A neuron multiplies each input with a weight, adds everything up together with a bias, and squeezes the sum into
      the range from 0 to 1 with the sigmoid function:

        z = w₁x₁ + w₂x₂ + b        a = σ(z) = 1 / (1 + e^(−z))

      z is called the pre-activation, a the activation: it is the neuron's answer. Ours has two inputs.
    `);
    const x = tensor([4, 0.5]);
    const w = tensor([1, -1], { requiresGrad: true });
    const b = tensor(-2, { requiresGrad: true });
    const preActivation = (): Tensor => w.mul(x).sum().add(b);

    const z = preActivation();
    const a = sigmoid(z);
    await page.check("z = 1 · 4 − 1 · 0.5 − 2", z, 1.5, 1e-6);
    await page.check("a = σ(z)", a, 0.8176, 5e-5);

    page.say(`
      For this input we would like to see y = 1. How far off is the neuron? The cost says so in one number, which is 0
      for a perfect answer: half the squared difference.
    `);
    const y = 1;
    const cost = a.sub(y).square().div(2);
    await page.check("C = ½ (y − a)²", cost, 0.0166, 5e-5);

    page.say(`
      To learn, the neuron has to know how the cost changes with each weight. The chain rule goes from the cost back to
      the weight, one factor per step:

        ∂C/∂w₁ = (a − y) · a (1 − a) · x₁
        ∂C/∂w₂ = (a − y) · a (1 − a) · x₂
        ∂C/∂b  = (a − y) · a (1 − a)

      The middle factor is the slope of the sigmoid. First by hand, then by autograd.
    `);
    const activation = await a.item();
    const delta = (activation - y) * activation * (1 - activation);
    await page.check("by hand: ∂C/∂w", [delta * 4, delta * 0.5], [-0.1088, -0.0136], 5e-5);
    await page.check("by hand: ∂C/∂b", delta, -0.0272, 5e-5);
    cost.backward();
    await page.check("by autograd: ∂C/∂w", w.grad!, [-0.1088, -0.0136], 5e-5);
    await page.check("by autograd: ∂C/∂b", b.grad!, -0.0272, 5e-5);

    page.say(`
      If you work with a rounded to 0.82, as one does on paper, you get C = 0.0162, ∂C/∂w = (−0.108, −0.0135) and
      ∂C/∂b = −0.027: close, but do not round in the middle of a calculation when you can avoid it.

      All three slopes are negative: the cost falls when the weights and the bias rise. So we take a step against the
      slope. How long it is, the learning rate says; here it is 1.

        w ← w − 1 · ∂C/∂w        b ← b − 1 · ∂C/∂b
    `);
    new SGD([w, b], { lr: 1 }).step();
    await page.check("w after one step", w, [1.1088, -0.9864], 5e-5);
    await page.check("b after one step", b, -1.9728, 5e-5);
    await page.check(
      "its new answer",
      noGrad(() => sigmoid(preActivation())),
      0.88,
      5e-3,
    );

    page.say(`
      0.82 has become 0.88, nearer to 1. Repeating this with many examples is all there is to training. The rest of the
      course is about doing it with more neurons, and doing it well.
    `);
    page.toTry(
      "The input x₁ = 4 is eight times x₂ = 0.5. Compare their weights' slopes. Who learns faster, and why?",
      "Set y = 0 and predict the signs of the three slopes before you run it.",
    );
  },
};
