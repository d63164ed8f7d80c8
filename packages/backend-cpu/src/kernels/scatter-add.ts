import { type Kernel, type Primitives, sizeOf } from "@nn/core";
import { indexedOffsets } from "../indexed";
import { data } from "../strided";

/** Adds in double precision. */
export const scatterAdd: Kernel<Primitives["scatterAdd"]> = ([x, index, source], [y], { dim }) => {
  const from = data(source);
  const places = indexedOffsets("scatterAdd", y, index, dim);
  const sum = new Float64Array(data(x).subarray(x.offset, x.offset + sizeOf(x.shape)));
  for (let i = 0; i < places.length; i++) sum[places[i] - y.offset] += from[source.offset + i];
  data(y).set(sum, y.offset);
};
