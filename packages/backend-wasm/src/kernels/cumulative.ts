import { type DType, ITEM_SIZE, type Kernel, type Primitives } from "@nn/core";
import { linesOf } from "../lines";
import { addressOf, type Machine } from "../machine/machine";

// See assembly/reduce/cumulative.ts.
const IN_TILES = 0;
const KINDS: Readonly<Partial<Record<DType, number>>> = { float32: 2, float64: 4, int32: 6, uint8: 8, bool: 8 };

/** Elements of a part that threads share. */
const GRAIN = 2 ** 16;

/** Lines that are followed together. */
const TILE = 256;

export const cumulative =
  (machine: Machine): Kernel<Primitives["cumulative"]> =>
  ([x], [y], { op, dim }) => {
    const { outer, length, inner } = linesOf(x.shape, dim);
    const isTiled = x.dtype === "float32" && inner > 1;
    const tile = isTiled ? Math.min(TILE, inner) : 1;
    machine.parallel(
      "cumulative", outer * Math.ceil(inner / tile), Math.ceil(GRAIN / (length * tile)),
      (isTiled ? IN_TILES : KINDS[x.dtype]!) + (op === "prod" ? 1 : 0), addressOf(y), addressOf(x), ITEM_SIZE[x.dtype],
      length, inner, tile,
    ); // oxfmt-ignore
  };
