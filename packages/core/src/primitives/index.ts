import type { PrimitiveName, Primitives } from "../backend";
import { arange } from "./arange";
import { argReduce } from "./arg-reduce";
import { binary } from "./binary";
import { cast } from "./cast";
import { compare } from "./compare";
import { concat } from "./concat";
import { copy } from "./copy";
import { cumulative } from "./cumulative";
import { fold } from "./fold";
import { full } from "./full";
import { gather } from "./gather";
import { matmul } from "./matmul";
import { pad } from "./pad";
import type { PrimitiveSpec } from "./primitive-spec";
import { random } from "./random";
import { reduce } from "./reduce";
import { scatter } from "./scatter";
import { scatterAdd } from "./scatter-add";
import { sort } from "./sort";
import { unary } from "./unary";
import { where } from "./where";

/** One row per primitive: shapes, dtypes and gradient. The compiler checks that none is missing. */
export const primitives: { readonly [P in PrimitiveName]: PrimitiveSpec<Primitives[P]> } = {
  arange,
  argReduce,
  binary,
  cast,
  compare,
  concat,
  copy,
  cumulative,
  fold,
  full,
  gather,
  matmul,
  pad,
  random,
  reduce,
  scatter,
  scatterAdd,
  sort,
  unary,
  where,
};
