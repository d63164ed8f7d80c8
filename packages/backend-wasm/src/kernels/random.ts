import { ITEM_SIZE, type Kernel, type Primitives, sizeOf } from "@nn/core";
import { addressOf, type Machine } from "../machine/machine";

/** What assembly/elementwise/random.ts makes of its bits. */
const Kind = { BITS: 0, FLOAT32: 1, FLOAT64: 2 } as const;

const BLOCK_BYTES = 8;

/** Blocks in 50 µs or more. */
const GRAIN = 2 ** 15;

export const random =
  (machine: Machine): Kernel<Primitives["random"]> =>
  (_, [y], { kind, key, counter }) => {
    const bytes = sizeOf(y.shape) * ITEM_SIZE[y.dtype];
    const code = kind === "bits" ? Kind.BITS : y.dtype === "float64" ? Kind.FLOAT64 : Kind.FLOAT32;
    machine.parallel(
      "random", Math.ceil(bytes / BLOCK_BYTES), GRAIN,
      code, addressOf(y), key[0], key[1], counter[0], counter[1], bytes,
    ); // oxfmt-ignore
  };
