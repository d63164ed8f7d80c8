import { cat, log, manualSeed, matmul, mul, noGrad, ones, randn, sigmoid, softmax, sub, tensor } from "@nn/core";
import type { Lesson } from "../lesson";

export const backpropagation: Lesson = {
  name: "backpropagation",
  title: "Backpropagation, layer by layer, in matrices",

  async run(page) {
    page.say(`
      Autograd found all our slopes so far. This page does its work by hand once, so that it stops being magic. The
      network has 4 inputs, a layer of 3 sigmoid neurons and 2 softmax outputs. Vectors are columns:

        z₁ = W₁ x + b₁    a₁ = σ(z₁)    z₂ = W₂ a₁ + b₂    a₂ = softmax(z₂)    L = −Σ y ln a₂
    `);
    manualSeed(8);
    const leaf = { requiresGrad: true };
    const [w1, b1] = [randn([3, 4], leaf), randn([3, 1], leaf)];
    const [w2, b2] = [randn([2, 3], leaf), randn([2, 1], leaf)];
    const x = tensor([[0.5], [-1], [2], [0.1]], leaf);
    const y = tensor([[1], [0]]);

    const z1 = matmul(w1, x).add(b1);
    const a1 = sigmoid(z1);
    const z2 = matmul(w2, a1).add(b2);
    const a2 = softmax(z2, { dim: 0 });
    const loss = mul(y, log(a2)).sum().neg();
    await page.show("output a₂", a2);
    await page.show("loss L", loss);

    page.say(`
      Now backwards. δ stands for ∂L/∂z, the slope with respect to a layer's pre-activations. For softmax followed by
      cross-entropy it is as simple as it can be, output minus target:

        δ₂ = a₂ − y

      From δ every layer finds three things with the same three formulas: the slopes of its weights, the slopes of its
      bias, and what to hand on to the layer before it.

        ∂L/∂W = δ xᵀ      each weight: the error at its neuron times its input
        ∂L/∂b = δ
        ∂L/∂x = Wᵀ δ      each input: the errors of all neurons that it feeds, weighted
    `);
    const hand = noGrad(() => {
      const delta2 = sub(a2, y);
      const inputSlope = matmul(w2.transpose(0, 1), delta2);
      return { delta2, w2: matmul(delta2, a1.transpose(0, 1)), a1: inputSlope };
    });
    page.say(`
      What layer 2 hands on is ∂L/∂a₁. To pass the sigmoid we multiply by its slope a (1 − a), number by number (⊙):

        δ₁ = ∂L/∂z₁ = ∂L/∂a₁ ⊙ a₁ ⊙ (1 − a₁)

      and from there the same formulas again.
    `);
    const first = noGrad(() => {
      const delta1 = hand.a1.mul(a1).mul(sub(1, a1));
      return { delta1, w1: matmul(delta1, x.transpose(0, 1)), x: matmul(w1.transpose(0, 1), delta1) };
    });

    page.say(`Autograd does it in one line. The largest difference between its slopes and ours:`);
    loss.backward();
    const pairs = [
      ["∂L/∂W₂", hand.w2, w2.grad!],
      ["∂L/∂b₂", hand.delta2, b2.grad!],
      ["∂L/∂W₁", first.w1, w1.grad!],
      ["∂L/∂b₁", first.delta1, b1.grad!],
      ["∂L/∂x", first.x, x.grad!],
    ] as const;
    for (const [name, ours, autograd] of pairs) {
      await page.check(name, ours.sub(autograd).abs().max(), 0, 1e-6);
    }
    await page.show("for example ∂L/∂W₁", w1.grad!);

    page.say(`
      A simplification that you will meet in books: the bias can be seen as one more weight, whose input is always 1.
      Append b to W as a last column and 1 to x as a last entry, and the layer is a single product. Both give the same:
    `);
    const folded = noGrad(() => matmul(cat([w1, b1], { dim: 1 }), cat([x, ones([1, 1])])));
    const apart = noGrad(() => matmul(w1, x).add(b1));
    await page.show("[W b] · (x, 1)", folded);
    await page.check("its difference from W x + b", folded.sub(apart).abs().max(), 0, 1e-6);

    page.say(`
      Two things to take home. The backward pass costs about twice as much as the forward pass, however many weights
      there are: two products per layer instead of one. And it needs the activations of the forward pass, which is why
      training takes more memory than mere use.
    `);
    page.toTry(
      "Add a third layer with sigmoids between the two. Which of the formulas changes?",
      "Replace the sigmoid by relu. Its slope is 1 where z > 0 and 0 elsewhere: write δ₁ for it.",
    );
  },
};
