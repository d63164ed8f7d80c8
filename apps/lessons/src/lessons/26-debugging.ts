import { crossEntropy, manualSeed, noGrad, tensor, type Tensor } from "@nn/core";
import { generateDigits } from "@nn/data";
import { Flatten, Linear, ReLU, Sequential, Softmax } from "@nn/layers";
import { SGD } from "@nn/optim";
import { sanityCheck, type SanityReport } from "@nn/train";
import type { Lesson } from "../lesson";
import type { Page } from "../page/page";

export const debugging: Lesson = {
  name: "debugging",
  title: "It does not learn: a check-list for broken models",

  async run(page) {
    page.say(`
      A broken program stops with an error. A broken training runs happily and learns nothing, or half of what it could.
      Nobody can see from thousands of weights what is wrong, so one goes through a list, from the data to the learning
      rate. This page breaks a small reader of digits in three places and then finds the three mistakes. Can you see
      them in the code, in the line that makes BROKEN?

      It trains on only 50 digits, 150 steps. Any network should know 50 digits by heart after that.
    `);
    const before = await train(BROKEN);
    await page.show("loss at the end", before.loss);
    await page.show("part of the 50 digits it gets right", before.right);
    page.claim("it has not learned even those by heart", before.right < 0.5);

    page.say(`
      The first thing to look at is always the loss at the start: with ten classes a network that knows nothing has
      ln 10 = 2.303 (lesson 14). The second is whether the network can learn one single batch by heart: if it cannot, it
      is no use to look for more data. sanityCheck makes these two checks and some twenty others. Print its report for
      the whole table; here are the lines that are not "ok":
    `);
    const first = await examine(BROKEN);
    showFindings(page, first);
    page.claim("it has noticed the inputs", finds(first, "range"));
    page.claim("and the loss", finds(first, "activation"));
    page.claim("and that one batch cannot be learned", finds(first, "one batch"));

    page.say(`
      Read such a list from the top, mend one thing, and look again: what stands below is often a consequence of what
      stands above. The pixels first. They go from 0 to 255, layers expect numbers around 1, so we divide by 255.
    `);
    const scaled = { ...BROKEN, pixelsUpTo: 1 };
    const second = await examine(scaled);
    showFindings(page, second);
    page.claim("the inputs are fine", !finds(second, "range"));

    page.say(`
      Next, the softmax. The model ends with one, and crossEntropy applies its own: probabilities are taken for raw
      outputs. All of them lie between 0 and 1, so after the second softmax the network can never be sure of anything.
      No error, only a loss that does not go down as it should. We take the model's softmax out.
    `);
    const single = { ...scaled, softmax: false };
    const third = await examine(single);
    showFindings(page, third);
    page.claim("the loss is fine", !finds(third, "activation"));
    page.claim("the learning rate is not", finds(third, "range test"));

    page.say(`
      Left is the learning rate. A range test raises it from tiny to huge and watches the loss: where it falls fastest,
      there is a good rate, and the optimizer's is far above (lesson 15). We take 0.3 instead.
    `);
    const mended = { ...single, lr: 0.3 };
    const last = await examine(mended);
    showFindings(page, last);
    page.claim("there is no problem left", last.ok);
    const after = await train(mended);
    await page.check("mended: loss at the end", after.loss, 0.0155, 0.005);
    await page.check("mended: part of the 50 digits it gets right", after.right, 1, 0);

    page.say(`
      The list to remember:

      - Look at the data: some samples as they enter the network, beside their labels. Range, NaN, shapes, balance.
      - Look at the loss before training: about ln k for k classes.
      - Learn one batch by heart. Only then go on to all the data.
      - Softmax once, either in the model or in the loss; train() for training and eval() for use; zeroGrad at each step.
      - Change one thing at a time, with the same seed, and write down what happened.
    `);
    page.toTry(
      "Mend only the learning rate and leave the rest broken. How far does it get?",
      "Break it in a way of your own (shuffle the labels, freeze a layer, leave zeroGrad out). Does the check find it?",
    );
  },
};

interface Setup {
  readonly pixelsUpTo: number;
  readonly softmax: boolean;
  readonly lr: number;
}

const BROKEN: Setup = { pixelsUpTo: 255, softmax: true, lr: 30 };

/** A fresh network, its optimizer and 50 digits, always the same. */
function build({ pixelsUpTo, softmax, lr }: Setup) {
  manualSeed(26);
  const { images, labels, count } = generateDigits({ count: 50, seed: 0 });
  const pixels = tensor(
    Float32Array.from(images, (value) => (value * pixelsUpTo) / 255),
    { shape: [count, 28, 28] },
  );
  const digits = tensor(Int32Array.from(labels));
  const model = new Sequential(new Flatten(), new Linear(784, 32), new ReLU(), new Linear(32, 10));
  if (softmax) model.append(new Softmax({ dim: 1 }));
  return { model, pixels, digits, optimizer: new SGD(model.parameters(), { lr }) };
}

async function train(setup: Setup): Promise<{ loss: number; right: number }> {
  const { model, pixels, digits, optimizer } = build(setup);
  const loss = (): Tensor => crossEntropy(model.forward(pixels), digits);
  for (let step = 0; step < 150; step++) {
    loss().backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  const answers = noGrad(() => model.forward(pixels).argmax({ dim: 1 }));
  return { loss: await noGrad(loss).item(), right: await answers.eq(digits).to("float32").mean().item() };
}

function examine(setup: Setup): Promise<SanityReport> {
  const { model, pixels, digits, optimizer } = build(setup);
  return sanityCheck(model, [pixels, digits], crossEntropy, { optimizer });
}

function finds(report: SanityReport, name: string): boolean {
  return report.checks.some((check) => check.name === name && ["warning", "problem"].includes(check.verdict));
}

function showFindings(page: Page, { checks }: SanityReport): void {
  const found = checks.filter(({ verdict }) => verdict === "warning" || verdict === "problem");
  const items = found.map(({ verdict, name, finding, hint }) => `- ${verdict}, ${name}: ${finding} (hint: ${hint})`);
  page.say(items.length === 0 ? "- nothing suspicious" : items.join("\n"));
}
