import { manualSeed, noGrad, randn, relu, type Tensor } from "@nn/core";
import { init, Linear } from "@nn/layers";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const initialisation: Lesson = {
  name: "initialisation",
  title: "How large should random weights be?",

  async run(page) {
    page.say(`
      Weights start at random, because equal neurons would stay equal for ever (lesson 7). But how large? Each neuron
      adds up n inputs. If these have the size 1 and the weights the spread s, the sum has the spread s · √n. ReLU then
      sets half of the values to 0, which divides the mean square by 2. So one layer multiplies the size of the signal
      by

        s · √(n / 2)

      and ten layers by the tenth power of that. Only s = √(2 / n) keeps the size as it is. This is called Kaiming
      initialisation, after Kaiming He. We send random inputs through ten layers of 128 neurons with ReLU.
    `);
    const spreads: [string, number][] = [
      ["too small, s = 0.05", 0.05],
      ["√(2 / n) = 0.125", Math.sqrt(2 / 128)],
      ["too large, s = 0.3", 0.3],
    ];
    const sizes: number[][] = [];
    for (const [, s] of spreads) sizes.push(await sizesByLayer(({ weight }) => void init.normal(weight, { std: s })));
    page.table(
      ["layer", ...spreads.map(([name]) => name)],
      sizes[0].map((_, layer) => [layer, ...sizes.map((column) => column[layer])]),
    );
    for (const [i, [name, s]] of spreads.entries()) {
      const factor = (sizes[i][10] / sizes[i][0]) ** (1 / 10);
      await page.check(`${name}: factor per layer`, factor, s * Math.sqrt(64), 0.06 * s * Math.sqrt(64));
    }

    page.say(`
      The check marks compare with s · √(n / 2), which holds on average; a random network is off by a few per cent.
      Ten layers turn 0.4 per layer into a ten-thousandth, and 2.4 into several thousand. Too small, and all inputs look
      the same to the last layer; too large, and the first step of training throws everything about.
    `);
    await page.picture(
      "spread",
      plot({
        title: "Size of the activations, layer by layer",
        x: { name: "layer (0 is the input)", range: [0, 10] },
        y: { name: "root mean square, logarithmic", log: true, range: [1e-4, 1e4] },
        series: spreads.map(([name], i) => ({
          name,
          points: sizes[i].map((size, layer) => [layer, size] as const),
          style: "path" as const,
        })),
      }),
    );
    page.say(`
      Two things to know in practice. Layers of this library initialise themselves in PyTorch's way, with a spread of
      1 / √(3n). With ReLU that makes a factor of 0.41 per layer: fine for a few layers, too small for many. For deep
      networks with ReLU call init.kaimingNormal:
    `);
    const kaiming = await sizesByLayer(({ weight }) => void init.kaimingNormal(weight, { nonlinearity: "relu" }));
    await page.check("init.kaimingNormal: size after ten layers", kaiming[10], 1, 0.5);
    page.say(`
      And normalisation layers (LayerNorm, BatchNorm2d) set the size right at every layer while the training goes on, so
      that the start matters less.
    `);
    page.toTry(
      "Use tanh instead of relu. Which spread keeps the size now? (Nothing is set to 0, so it is not √(2 / n).)",
      "Make the layers 512 wide but leave s at 0.125. What do you expect?",
    );
  },
};

/** The root mean square of the activations behind each of ten layers, the input's first. */
async function sizesByLayer(initialise: (layer: Linear) => void): Promise<number[]> {
  manualSeed(21);
  let signal = randn([256, 128]);
  const sizes = [await rootMeanSquare(signal)];
  for (let i = 0; i < 10; i++) {
    const layer = new Linear(128, 128, { bias: false });
    initialise(layer);
    signal = noGrad(() => relu(layer.forward(signal)));
    sizes.push(await rootMeanSquare(signal));
  }
  return sizes;
}

async function rootMeanSquare(x: Tensor): Promise<number> {
  return Math.sqrt(await x.square().mean().item());
}
