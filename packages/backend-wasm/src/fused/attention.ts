import { type FusedOps, type Kernel, sizeOf } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** Scores that fit in the scratch memory of a thread. */
const SCORES = 2 ** 17;

/** Rows of a block: enough to make packing the keys and the values worth it. */
const MOST_ROWS = 64;

/** Multiplications that are worth a thread. */
const GRAIN = 2 ** 20;

/** (q [b,l,e], k [b,s,e], v [b,s,w], additive mask? [b,l,s]) → softmax(q·kᵀ·scale + mask) · v → [b,l,w] */
export const attention =
  (machine: Machine): Kernel<FusedOps["attention"]> =>
  ([q, k, v, mask], [y], { isCausal, scale }) => {
    const [batch, l, e] = q.shape;
    const [, s, w] = v.shape;
    if (s === 0) {
      machine.elements(y.dtype, addressOf(y), sizeOf(y.shape)).fill(0);
      return;
    }
    const rows = Math.max(1, Math.min(MOST_ROWS, Math.floor(SCORES / s)));
    const units = batch * Math.ceil(l / rows);
    const run = (room: number): void =>
      machine.parallel(
        "attention", units, Math.ceil(GRAIN / (rows * s * (e + w + 1))),
        l, s, e, w, addressOf(q), addressOf(k), addressOf(v), mask ? addressOf(mask) : 0, isCausal ? 1 : 0, scale,
        addressOf(y), machine.tileRows, rows, room,
      ); // oxfmt-ignore
    if (s <= SCORES) run(0);
    else machine.borrow(units * s * 4, run);
  };
