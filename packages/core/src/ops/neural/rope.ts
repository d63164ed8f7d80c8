import { ArgumentError, ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { add } from "../binary/add";
import { mul } from "../binary/mul";
import { sub } from "../binary/sub";
import { arange } from "../creation/arange";
import { tensor } from "../creation/tensor";
import { cast } from "../shape/cast";
import { cat } from "../shape/cat";
import { reshape } from "../shape/reshape";
import { slice } from "../shape/slice";
import { stack } from "../shape/stack";
import { unsqueeze } from "../shape/unsqueeze";
import { cos } from "../unary/cos";
import { sin } from "../unary/sin";

export interface RopeOptions {
  /** The wavelengths grow from 2π to 2π · base. Default 10000. */
  base?: number;
  /** The position of the first element, for decoding step by step. Default 0. */
  offset?: number;
  /** Pair neighbours, as the paper does, instead of element i with i + features / 2, as Llama's weights expect. */
  interleaved?: boolean;
}

/**
 * Rotary position embedding of x [..., length, features]: the pair of features i turns by position · base^(−2i / features)
 * (https://arxiv.org/abs/2104.09864).
 */
export function rope(x: Tensor, { base = 10000, offset = 0, interleaved = false }: RopeOptions = {}): Tensor {
  const [length, features] = x.shape.slice(-2);
  if (x.ndim < 2 || features % 2 !== 0) {
    throw new ShapeError(
      `rope: expected [...,length,features] with an even number of features, got ${formatShape(x.shape)}`,
    );
  }
  if (!(base > 0)) throw new ArgumentError(`rope: base must be positive, got ${base}`);
  checkInteger("rope", "offset", offset, 0);
  return scope(() => {
    const half = features / 2;
    const [a, b] = interleaved
      ? [slice(x, [...all(x), [0, null, 2]]), slice(x, [...all(x), [1, null, 2]])]
      : [slice(x, [...all(x), [0, half]]), slice(x, [...all(x), [half]])];
    const angle = angles(x, { length, half, base, offset });
    const [c, s] = [cast(cos(angle), x.dtype), cast(sin(angle), x.dtype)];
    const turned = [sub(mul(a, c), mul(b, s)), add(mul(a, s), mul(b, c))];
    return interleaved ? reshape(stack(turned, { dim: -1 }), x.shape) : cat(turned, { dim: -1 });
  });
}

function all(x: Tensor): null[] {
  return Array.from({ length: x.ndim - 1 }, () => null);
}

function angles(
  like: Tensor,
  { length, half, base, offset }: { length: number; half: number; base: number; offset: number },
): Tensor {
  const { backend } = like;
  const dtype = like.dtype === "float64" ? "float64" : "float32";
  const speeds = Float64Array.from({ length: half }, (_, i) => base ** (-i / half));
  const positions = arange(offset, offset + length, { dtype, backend });
  return mul(unsqueeze(positions, 1), tensor(speeds, { dtype, backend }));
}
