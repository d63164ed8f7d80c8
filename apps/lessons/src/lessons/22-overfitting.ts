import { binaryCrossEntropyWithLogits, manualSeed, matmul, noGrad, randn, type Tensor, tensor } from "@nn/core";
import { Dropout, Linear, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const overfitting: Lesson = {
  name: "overfitting",
  title: "Learning by heart, and two cures",

  async run(page) {
    page.say(`
      A network with many weights and few samples can learn the samples by heart, luck and mistakes included. It then
      knows all the answers it was taught, and is bad at everything else. That is over-fitting, and one sees it only on
      samples that were kept aside: the validation set.

      Here 200 samples with 20 inputs each belong to one of two classes. Only four inputs matter, and noise makes every
      seventh label or so wrong. The network has 2 · 64 hidden neurons: more than 5000 weights for 200 samples. 1000 more
      samples are for validation.
    `);
    manualSeed(22);
    const truth = tensor(Array.from({ length: 20 }, (_, i) => (i < 4 ? 1 : 0)));
    const training = inventSamples(200, truth);
    const validation = inventSamples(1000, truth);
    const plain = await train(0, training, validation);
    const report = (rows: readonly (readonly [string, Epoch, number])[]): void =>
      page.table(
        ["", "epoch", "training loss", "validation loss", "validation accuracy"],
        rows.map(([name, { training, validation, accuracy }, epoch]) => [name, epoch, training, validation, accuracy]),
      );
    report([0, 10, 20, 50, 100, 150].map((epoch) => ["plain", plain[epoch], epoch]));
    page.claim("the training loss goes to almost nothing", plain[150].training < 0.02);
    page.claim(
      "while the validation loss more than doubles from its best",
      plain[150].validation > 2 * best(plain).validation,
    );

    page.say(`
      Look at the two losses: both fall at first, while the network learns what the samples have in common. Then the
      validation loss turns and climbs. From there on it learns by heart.

      The first cure costs nothing. Early stopping watches the validation loss and keeps the weights from where it was
      lowest. The second cure, dropout, sets every hidden activation to 0 with the probability p in each step of
      training. No neuron can count on another one being there, so they cannot conspire to remember single samples. In
      use, after model.eval(), all neurons take part.
    `);
    const dropout = await train(0.7, training, validation);
    const epochOf = (epochs: Epoch[]): number => epochs.indexOf(best(epochs));
    report([
      ["plain, at the end", plain[150], 150],
      ["plain, stopped early", best(plain), epochOf(plain)],
      ["dropout 0.7, at the end", dropout[150], 150],
      ["dropout 0.7, stopped early", best(dropout), epochOf(dropout)],
    ]);
    page.claim("early stopping alone halves the validation loss", best(plain).validation < plain[150].validation / 2);
    page.claim("dropout alone makes it a good deal smaller", dropout[150].validation < 0.7 * plain[150].validation);
    page.claim("and both together are the best", best(dropout).validation < best(plain).validation);

    const curve = (epochs: Epoch[], which: "training" | "validation"): [number, number][] =>
      epochs.map((epoch, i) => [i, epoch[which]]);
    await page.picture(
      "curves",
      plot({
        title: "Training and validation, with and without dropout",
        x: { name: "epoch", range: [0, 150] },
        y: { name: "loss", range: [0, 1.5] },
        series: [
          { name: "plain, training", points: curve(plain, "training"), style: "dashed", colour: 0 },
          { name: "plain, validation", points: curve(plain, "validation"), colour: 0 },
          { name: "dropout, training", points: curve(dropout, "training"), style: "dashed", colour: 1 },
          { name: "dropout, validation", points: curve(dropout, "validation"), colour: 1 },
        ],
      }),
    );
    page.say(`
      The best cure of all is not in the table: more samples. And one warning. Whoever picks the best epoch by the
      validation set has learned a little from it, so the number to publish comes from a third set, the test set, which
      is looked at once.
    `);
    page.toTry(
      "Train with 1000 samples instead of 200. Is there still anything to cure?",
      "Give Adam a weightDecay of 0.01 instead of dropout: that keeps the weights small. Compare.",
    );
  },
};

interface Samples {
  readonly inputs: Tensor;
  readonly labels: Tensor;
}

interface Epoch {
  readonly training: number;
  readonly validation: number;
  readonly accuracy: number;
}

function inventSamples(count: number, truth: Tensor): Samples {
  const inputs = randn([count, 20]);
  const noise = randn([count]);
  const labels = matmul(inputs, truth).add(noise).gt(0).to("float32").unsqueeze(1);
  return { inputs, labels };
}

/** What is seen after each epoch, from 0 to 150, all samples making one batch. */
async function train(p: number, training: Samples, validation: Samples): Promise<Epoch[]> {
  manualSeed(22);
  const model = new Sequential(
    new Linear(20, 64),
    new ReLU(),
    new Dropout(p),
    new Linear(64, 64),
    new ReLU(),
    new Dropout(p),
    new Linear(64, 1),
  );
  const optimizer = new Adam(model.parameters(), { lr: 0.005 });
  const lossOn = ({ inputs, labels }: Samples): Tensor => binaryCrossEntropyWithLogits(model.forward(inputs), labels);
  const epochs: Epoch[] = [];
  for (let epoch = 0; epoch <= 150; epoch++) {
    model.eval();
    epochs.push(
      await noGrad(async () => {
        const scores = model.forward(validation.inputs);
        return {
          training: await lossOn(training).item(),
          validation: await binaryCrossEntropyWithLogits(scores, validation.labels).item(),
          accuracy: await scores.gt(0).eq(validation.labels.gt(0)).to("float32").mean().item(),
        };
      }),
    );
    model.train();
    lossOn(training).backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return epochs;
}

function best(epochs: readonly Epoch[]): Epoch {
  return epochs.reduce((a, b) => (b.validation < a.validation ? b : a));
}
