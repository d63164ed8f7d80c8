import type { FusedOps } from "@nn/core";
import { gates } from "../gates";
import type { For } from "../kernel";
import type { VectorCode } from "../vectors";

const code: VectorCode = {
  name: "lstmGates",
  reads: ["fromInput", "fromHidden", "cell"],
  writes: ["hidden", "next", "activated"],
  uniforms: ["h"],
  maths: ["sigmoid", "tanh"],
  functions: `
fn sum(at: u32) -> V { return V(fromInput[u.fromInput_at + at]) + V(fromHidden[u.fromHidden_at + at]); }`,
  body: `
    let at = i + i / u.h * 3 * u.h;
    let input = sigmoid(sum(at));
    let forget = sigmoid(sum(at + u.h));
    let candidate = tanh(sum(at + 2 * u.h));
    let output = sigmoid(sum(at + 3 * u.h));
    let state = forget * V(cell[u.cell_at + i]) + input * candidate;
    next[i] = S(state);
    hidden[i] = S(output * tanh(state));
    activated[at] = S(input);
    activated[at + u.h] = S(forget);
    activated[at + 2 * u.h] = S(candidate);
    activated[at + 3 * u.h] = S(output);`,
};

/** Hochreiter and Schmidhuber 1997, with the forget gates of Gers et al. 2000. */
export const lstmGates: For<FusedOps["lstmGates"]> = (gpu) => (inputs, outputs) =>
  gates(gpu, code, inputs, outputs, inputs[2].shape);
