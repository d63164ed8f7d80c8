import { sigmoid, tensor } from "@nn/core";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import type { Lesson } from "../lesson";

export const weightAndBias: Lesson = {
  name: "weight-and-bias",
  title: "What the weight and the bias do to a sigmoid",

  async run(page) {
    page.say(`
      A neuron with one input is a curve: σ(wx + b). Two numbers shape it, and it is worth knowing by feel what each of
      them does. Three weights, three biases, nine columns, rounded to four places:
    `);
    const xs = [-1, -0.5, -0.1, 0, 0.1, 0.5, 1];
    const column = async (w: number, b: number): Promise<number[]> =>
      Array.from(await sigmoid(tensor(xs).mul(w).add(b)).data(), (value) => Number(value.toFixed(4)));
    for (const w of WEIGHTS) {
      const columns = await Promise.all(BIASES.map((b) => column(w, b)));
      page.say(`w = ${w}`);
      page.table(
        ["x", "b = −5", "b = 0", "b = 5"],
        xs.map((x, i) => [x, ...columns.map((values) => values[i])]),
      );
    }

    page.say(`
      Look at the columns b = 0 first. At x = 0 they all say 0.5, whatever the weight. The weight says how steep the
      curve is there: with w = 1 the neuron is undecided over the whole table, with w = 100 it jumps from no to yes.
    `);
    await page.check("w = 1, b = 0 at x = −1, 0, 1", await at(1, 0), [0.2689, 0.5, 0.7311], 5e-5);
    await page.check("w = 10, b = 0 at x = −1, 0, 1", await at(10, 0), [0.0000454, 0.5, 0.99995], 5e-6);
    await page.check("w = 100, b = 0 at x = −1, 0, 1", await at(100, 0), [0, 0.5, 1], 1e-12);
    page.say(`
      The slope in the middle is w/4, since the sigmoid's own slope at 0 is ¼ and the chain rule multiplies it by w.

      The bias moves the curve sideways. It does not say where the jump is by itself: the middle lies where wx + b = 0,
      at x = −b/w. So a bias of −5 shifts the curve by 5 to the right when w = 1, but only by 0.05 when w = 100.
    `);
    await page.check("w = 1, b = −5 at x = 5", await sigmoidAt(1 * 5 - 5), 0.5, 1e-6);
    await page.check("w = 10, b = −5 at x = 0.5", await sigmoidAt(10 * 0.5 - 5), 0.5, 1e-6);
    await page.check("w = 100, b = −5 at x = 0.05", await sigmoidAt(100 * 0.05 - 5), 0.5, 1e-5);
    await page.check(
      "w = 1, b = −5, 0, 5 at x = 0",
      await Promise.all(BIASES.map(sigmoidAt)),
      [0.0067, 0.5, 0.9933],
      5e-5,
    );

    await page.picture(
      "weights",
      plot({
        title: "The weight: how steep (b = 0)",
        x: { name: "x", range: [-1, 1] },
        y: { name: "σ(wx)", range: [0, 1] },
        series: WEIGHTS.map((w) => ({ name: `w = ${w}`, points: sample((x) => sigma(w * x), -1, 1, 400) })),
      }),
    );
    await page.picture(
      "biases",
      plot({
        title: "The bias: where (w = 10)",
        x: { name: "x", range: [-1, 1] },
        y: { name: "σ(10x + b)", range: [0, 1] },
        series: BIASES.map((b) => ({ name: `b = ${b}`, points: sample((x) => sigma(10 * x + b), -1, 1) })),
      }),
    );
    page.say(`
      Keep the steep one in mind. A step that you can put anywhere is a building block: lesson 9 builds any curve of
      such steps.
    `);
    page.toTry(
      "What does a negative weight do? Add −10 to WEIGHTS and look at the picture.",
      "Choose w and b so that the neuron switches from 0 to 1 at x = 0.3, within about 0.02.",
    );
  },
};

const WEIGHTS = [1, 10, 100];
const BIASES = [-5, 0, 5];

function sigmoidAt(z: number): Promise<number> {
  return sigmoid(tensor(z)).item();
}

async function at(w: number, b: number): Promise<number[]> {
  return Promise.all([-1, 0, 1].map((x) => sigmoidAt(w * x + b)));
}

/** The sigmoid of a plain number, for drawing. */
function sigma(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
