import { ShapeError } from "../../errors";
import { scope } from "../../runtime/scope";
import { checkInteger, formatShape } from "../../shape";
import type { Tensor } from "../../tensor/tensor";
import { permute } from "./permute";
import { reshape } from "./reshape";

/** Turns channels into resolution: [..., c·r², h, w] to [..., c, h·r, w·r], with r = `upscaleFactor`. */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  checkInteger("pixelShuffle", "upscaleFactor", upscaleFactor, 1);
  const r = upscaleFactor;
  const [channels, height, width] = x.shape.slice(-3);
  if (x.ndim < 3 || channels % (r * r) !== 0) {
    throw new ShapeError(
      `pixelShuffle: expected [...,c,h,w] with c a multiple of ${r * r}, got ${formatShape(x.shape)}`,
    );
  }
  const lead = x.shape.slice(0, -3);
  const n = lead.length;
  return scope(() => {
    const blocks = reshape(x, [...lead, channels / (r * r), r, r, height, width]);
    const order = [...lead.keys(), n, n + 3, n + 1, n + 4, n + 2];
    return reshape(permute(blocks, order), [...lead, channels / (r * r), height * r, width * r]);
  });
}
