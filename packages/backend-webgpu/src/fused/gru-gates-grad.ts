import type { FusedOps } from "@nn/core";
import { gates } from "../gates";
import type { For } from "../kernel";
import type { VectorCode } from "../vectors";

const code: VectorCode = {
  name: "gruGatesGrad",
  reads: ["g", "activated", "hidden"],
  writes: ["toInput", "toHiddenGates", "toHidden"],
  uniforms: ["h"],
  body: `
    let row = i / u.h * u.h;
    let at = i + 2 * row;
    let start = u.activated_at + at + row;
    let reset = V(activated[start]);
    let update = V(activated[start + u.h]);
    let candidate = V(activated[start + 2 * u.h]);
    let ofNext = V(g[u.g_at + i]);
    let toCandidate = ofNext * (1.0 - update) * (1.0 - candidate * candidate);
    let toReset = S(toCandidate * V(activated[start + 3 * u.h]) * reset * (1.0 - reset));
    let toUpdate = S(ofNext * (V(hidden[u.hidden_at + i]) - candidate) * update * (1.0 - update));
    toInput[at] = toReset;
    toInput[at + u.h] = toUpdate;
    toInput[at + 2 * u.h] = S(toCandidate);
    toHiddenGates[at] = toReset;
    toHiddenGates[at + u.h] = toUpdate;
    toHiddenGates[at + 2 * u.h] = S(toCandidate * reset);
    toHidden[i] = S(ofNext * update);`,
};

export const gruGatesGrad: For<FusedOps["gruGatesGrad"]> = (gpu) => (inputs, outputs) =>
  gates(gpu, code, inputs, outputs, inputs[2].shape);
