import { manualSeed, mseLoss, noGrad, rand, sin, tensor, type Tensor } from "@nn/core";
import { Linear, LSTM, Module, RNN } from "@nn/layers";
import { Adam } from "@nn/optim";
import { plot } from "../charts/plot";
import type { Lesson } from "../lesson";

export const sequences: Lesson = {
  name: "sequences",
  title: "A network with a memory: recurrent layers",

  async run(page) {
    page.say(`
      Everything so far looked at one input and gave one answer. Language, music and the weather come one after the
      other, and what comes next depends on what came before. A recurrent layer reads a sequence step by step and keeps
      a state h, its memory. At each step it mixes the input with what it remembers:

        h ← tanh(w x + u h + b)

      With one neuron we can follow it by hand. Let w = 1, u = 0.5, b = 0, and the inputs 1, 0, 0: a signal, then
      silence.
    `);
    let h = 0;
    const byHand = [1, 0, 0].map((x) => (h = Math.tanh(x + 0.5 * h)));
    const neuron = new RNN(1, 1);
    neuron.loadStateDict({
      weight_ih_l0: tensor([[1]]),
      weight_hh_l0: tensor([[0.5]]),
      bias_ih_l0: tensor([0]),
      bias_hh_l0: tensor([0]),
    });
    const [states] = noGrad(() => neuron.forward(tensor([[1], [0], [0]])));
    await page.check("by hand", byHand, [0.7616, 0.3634, 0.1797], 5e-5);
    await page.check("by the library's RNN", states.squeeze(1), [0.7616, 0.3634, 0.1797], 5e-5);
    page.say(`
      The memory fades: after every step about half of it is left. Backwards it is the same, so gradients fade on their
      way to early inputs, just as they did through deep networks (lesson 20). The LSTM is the classic cure. It has a
      second state, and gates, small sigmoid neurons that decide at each step what to forget, what to store and what to
      show. An open gate lets the memory pass unchanged.
    `);

    page.say(`
      The task: waves of any height and phase. Each step shows one value, and the network has to say the next one. Where
      does 0.3 go, up or down? One value does not tell; one has to remember. We train an LSTM of 16 neurons, and next to
      it a network without memory, which sees the same values one at a time.
    `);
    manualSeed(25);
    const test = makeWaves(100);
    const runs = [];
    for (const [name, model] of [
      ["without memory", new Forgetful()],
      ["LSTM", new Forecaster()],
    ] as const) {
      runs.push({ name, model, losses: await train(model), error: await errorOn(model, test) });
    }
    page.table(
      ["", "loss at the start", "loss at the end", "typical error on fresh waves"],
      runs.map(({ name, losses, error }) => [name, losses[0], losses.at(-1)!, error]),
    );
    const [forgetful, lstm] = runs.map(({ error }) => error);
    page.claim("with its memory the LSTM is at least three times as exact", lstm < forgetful / 3);
    await page.check("without memory the error stays near", forgetful, 0.15, 0.02);

    page.say(`
      Now the nice part. We show the LSTM 25 values of a wave that it has never seen and then let it go on alone: each of
      its forecasts is its next input. Its state carries on from step to step.
    `);
    const wave = Array.from({ length: 75 }, (_, t) => waveAt(t, 0.8, 1));
    const continued = await goOn(runs[1].model as Forecaster, wave.slice(0, 25), 50);
    const errors = continued.map((value, i) => Math.abs(value - wave[25 + i]));
    await page.show("mean error over its first 20 values alone", mean(errors.slice(0, 20)));
    page.claim("one whole period on its own, it is off by a tenth at most", mean(errors.slice(0, 20)) < 0.1);
    await page.picture(
      "continued",
      plot({
        title: "A wave, and the LSTM continuing it by itself",
        x: { name: "step", range: [0, 75] },
        y: { name: "value", range: [-1.2, 1.2] },
        series: [
          { name: "the wave", points: wave.map((value, t) => [t, value]) },
          {
            name: "shown to the LSTM",
            points: wave.slice(0, 25).map((value, t) => [t, value]),
            style: "points",
            colour: 0,
          },
          {
            name: "its own continuation",
            points: continued.map((value, i) => [25 + i, value]),
            style: "path",
            colour: 1,
          },
        ],
      }),
    );
    page.say(`
      Small errors are fed back and grow, so it slowly drifts away from the wave. A language model writes in the same
      way: it forecasts a word, takes it as its next input, and goes on.
    `);
    page.toTry(
      "Replace LSTM by RNN in Forecaster (its state is one tensor instead of two). How far apart are they here?",
      "Show it only three values before it goes on alone. What does it make of them?",
    );
  },
};

/** Steps of a period. */
const PERIOD = 20;

/** Says the next value at each step: [n, time, 1] to [n, time, 1]. */
class Forecaster extends Module {
  memory = new LSTM(1, 16, { batchFirst: true });
  answer = new Linear(16, 1);

  forward(values: Tensor): Tensor {
    return this.step(values)[0];
  }

  /** Goes on from a state, and gives the state that it ends with. */
  step(values: Tensor, state?: [Tensor, Tensor]): [next: Tensor, state: [Tensor, Tensor]] {
    const [hidden, last] = this.memory.forward(values, state);
    return [this.answer.forward(hidden), last];
  }
}

/** The same without memory: what it says depends on the value at hand alone. */
class Forgetful extends Module {
  hidden = new Linear(1, 16);
  answer = new Linear(16, 1);

  forward(values: Tensor): Tensor {
    return this.answer.forward(this.hidden.forward(values).tanh());
  }
}

function waveAt(step: number, height: number, phase: number): number {
  return height * Math.sin((2 * Math.PI * step) / PERIOD + phase);
}

/** [count, 31, 1]: 30 values and for each the next one. */
function makeWaves(count: number): Tensor {
  const times = tensor(Array.from({ length: 31 }, (_, t) => (2 * Math.PI * t) / PERIOD));
  const phases = rand([count, 1]).mul(2 * Math.PI);
  const heights = rand([count, 1]).mul(0.7).add(0.3);
  return sin(times.add(phases)).mul(heights).unsqueeze(2);
}

function lossOn(model: Forecaster | Forgetful, waves: Tensor): Tensor {
  return mseLoss(model.forward(waves.slice([null, [0, 30]])), waves.slice([null, [1, 31]]));
}

/** The loss after each of 300 steps of training, each on 16 waves. */
async function train(model: Forecaster | Forgetful): Promise<number[]> {
  const optimizer = new Adam(model.parameters(), { lr: 0.01 });
  const losses: number[] = [];
  for (let step = 0; step < 300; step++) {
    const loss = lossOn(model, makeWaves(16));
    loss.backward();
    optimizer.step();
    optimizer.zeroGrad();
    losses.push(await loss.item());
  }
  return losses;
}

async function errorOn(model: Forecaster | Forgetful, waves: Tensor): Promise<number> {
  return Math.sqrt(await noGrad(() => lossOn(model, waves)).item());
}

/** Shows the model some values and lets it make `count` more. */
async function goOn(model: Forecaster, shown: readonly number[], count: number): Promise<number[]> {
  const made: number[] = [];
  let [next, state] = noGrad(() => model.step(tensor([shown.map((value) => [value])])));
  next = next.slice([null, [-1]]);
  while (made.length < count) {
    made.push(await next.item());
    [next, state] = noGrad(() => model.step(next, state));
  }
  return made;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
