import type { FusedOps } from "@nn/core";
import { gates } from "../gates";
import type { For } from "../kernel";
import type { VectorCode } from "../vectors";

const code: VectorCode = {
  name: "gruGates",
  reads: ["fromInput", "fromHidden", "hidden"],
  writes: ["next", "activated"],
  uniforms: ["h"],
  maths: ["sigmoid", "tanh"],
  functions: `
fn ofInput(at: u32) -> V { return V(fromInput[u.fromInput_at + at]); }
fn ofHidden(at: u32) -> V { return V(fromHidden[u.fromHidden_at + at]); }`,
  body: `
    let row = i / u.h * u.h;
    let start = i + 2 * row;
    let reset = sigmoid(ofInput(start) + ofHidden(start));
    let update = sigmoid(ofInput(start + u.h) + ofHidden(start + u.h));
    let share = ofHidden(start + 2 * u.h);
    let candidate = tanh(ofInput(start + 2 * u.h) + reset * share);
    next[i] = S(candidate + update * (V(hidden[u.hidden_at + i]) - candidate));
    let at = start + row;
    activated[at] = S(reset);
    activated[at + u.h] = S(update);
    activated[at + 2 * u.h] = S(candidate);
    activated[at + 3 * u.h] = S(share);`,
};

/** Cho et al., https://arxiv.org/abs/1406.1078, with the reset gate behind the product, as cuDNN and PyTorch have it. */
export const gruGates: For<FusedOps["gruGates"]> = (gpu) => (inputs, outputs) =>
  gates(gpu, code, inputs, outputs, inputs[2].shape);
