import type { HostTensor, Inputs } from "../work";
import { linear } from "./linear";

type Values = Record<string, Float64Array>;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const valuesOf = ({ data }: HostTensor): Float64Array => Float64Array.from(data);

/** The outputs y [time, batch, hidden] of an LSTM that starts from zeros, and the gradients of all inputs for y's. */
export function lstm(inputs: Inputs): { y: Float64Array; backward(g: Float64Array): Values } {
  const [steps, batch, width] = inputs.x.shape;
  const [gateWidth, hidden] = inputs.weight_hh_l0.shape;
  const size = batch * hidden;
  const [wx, wh] = [valuesOf(inputs.weight_ih_l0), valuesOf(inputs.weight_hh_l0)];
  const [bx, bh] = [valuesOf(inputs.bias_ih_l0), valuesOf(inputs.bias_hh_l0)];
  const projected = linear(valuesOf(inputs.x), wx, bx, [width, gateWidth]);
  const y = new Float64Array(steps * size);
  let [h, c] = [new Float64Array(size), new Float64Array(size)];
  const tape = Array.from({ length: steps }, (_, t) => {
    const recurrent = linear(h, wh, bh, [hidden, gateWidth]);
    const sums = recurrent.y.map((value, i) => value + projected.y[t * batch * gateWidth + i]);
    const gates = sums.map((value, i) => (gateOf(i, hidden) === 2 ? Math.tanh(value) : sigmoid(value)));
    const before = c;
    const at = (i: number): number[] => [0, 1, 2, 3].map((gate) => gates[indexOf(i, gate, hidden)]);
    c = before.map((value, i) => {
      const [input, forget, cell] = at(i);
      return forget * value + input * cell;
    });
    h = c.map((value, i) => at(i)[3] * Math.tanh(value));
    y.set(h, t * size);
    return { recurrent, gates, before, after: c };
  });
  return {
    y,
    backward(g) {
      const gProjected = new Float64Array(steps * batch * gateWidth);
      const gWeight = new Float64Array(wh.length);
      const gBias = new Float64Array(gateWidth);
      let [gh, gc]: Float64Array[] = [new Float64Array(size), new Float64Array(size)];
      for (const [t, { recurrent, gates, before, after }] of [...tape.entries()].reverse()) {
        const gGates = new Float64Array(gates.length);
        gh = gh.map((value, i) => value + g[t * size + i]);
        gc = gc.map((value, i) => {
          const [input, forget, cell, output] = [0, 1, 2, 3].map((gate) => gates[indexOf(i, gate, hidden)]);
          const squashed = Math.tanh(after[i]);
          const total = value + gh[i] * output * (1 - squashed * squashed);
          const slopes = [total * cell, total * before[i], total * input, gh[i] * squashed];
          slopes.forEach((slope, gate) => (gGates[indexOf(i, gate, hidden)] = slope));
          return total * forget;
        });
        const gSums = gGates.map((value, i) => {
          const gate = gates[i];
          return value * (gateOf(i, hidden) === 2 ? 1 - gate * gate : gate * (1 - gate));
        });
        gProjected.set(gSums, t * batch * gateWidth);
        const back = recurrent.backward(gSums);
        back.weight.forEach((value, i) => (gWeight[i] += value));
        back.bias.forEach((value, i) => (gBias[i] += value));
        gh = back.x;
      }
      const { x, weight, bias } = projected.backward(gProjected);
      return { x, weight_ih_l0: weight, weight_hh_l0: gWeight, bias_ih_l0: bias, bias_hh_l0: gBias };
    },
  };
}

// A row of gates holds all input gates, then forget gates, cell gates and output gates.

const gateOf = (i: number, hidden: number): number => Math.floor(i / hidden) % 4;

/** Where that gate of the i-th hidden value is. */
const indexOf = (i: number, gate: number, hidden: number): number =>
  Math.floor(i / hidden) * 4 * hidden + gate * hidden + (i % hidden);
