import { scope } from "../../runtime/scope";
import { checkInteger } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { create } from "../creation/options";
import { argsort } from "../indexing/argsort";
import { cast } from "../shape/cast";
import { drawBits, type RandomOptions } from "./draw";

/** 0 ... n − 1 in random order, int32 unless `dtype` says otherwise. */
export function randperm(n: number, options: RandomOptions = {}): Tensor {
  checkInteger("randperm", "n", n, 0);
  return create(options, () => scope(() => cast(argsort(drawBits([n], options.generator)), options.dtype ?? "int32")));
}
