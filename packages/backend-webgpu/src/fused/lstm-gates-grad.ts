import type { FusedOps } from "@nn/core";
import { gates } from "../gates";
import type { For } from "../kernel";
import type { VectorCode } from "../vectors";

const code: VectorCode = {
  name: "lstmGatesGrad",
  reads: ["ofHidden", "ofCell", "activated", "cell", "next"],
  writes: ["toGates", "toCell"],
  uniforms: ["h"],
  maths: ["tanh"],
  body: `
    let at = i + i / u.h * 3 * u.h;
    let start = u.activated_at + at;
    let input = V(activated[start]);
    let forget = V(activated[start + u.h]);
    let candidate = V(activated[start + 2 * u.h]);
    let output = V(activated[start + 3 * u.h]);
    let g = V(ofHidden[u.ofHidden_at + i]);
    let shown = tanh(V(next[u.next_at + i]));
    let toNext = V(ofCell[u.ofCell_at + i]) + g * output * (1.0 - shown * shown);
    toGates[at] = S(toNext * candidate * input * (1.0 - input));
    toGates[at + u.h] = S(toNext * V(cell[u.cell_at + i]) * forget * (1.0 - forget));
    toGates[at + 2 * u.h] = S(toNext * input * (1.0 - candidate * candidate));
    toGates[at + 3 * u.h] = S(g * shown * output * (1.0 - output));
    toCell[i] = S(toNext * forget);`,
};

export const lstmGatesGrad: For<FusedOps["lstmGatesGrad"]> = (gpu) => (inputs, outputs) =>
  gates(gpu, code, inputs, outputs, inputs[3].shape);
