import { cast, isFloat, noGrad, scope, stack, type Tensor } from "@nn/core";

/** Computes without recording, and reads the elements. */
export async function measure(fn: () => Tensor): Promise<number[]> {
  // A handle of its own, because `fn` may give back a tensor of the user's.
  const result = noGrad(() => scope(() => readable(fn()).detach()));
  const data = await result.data();
  result.dispose();
  return Array.from(data);
}

/** Computes several scalars, and reads them at once. */
export function measureAll(fn: () => readonly Tensor[]): Promise<number[]> {
  return measure(() => stack(fn().map((scalar) => cast(scalar, "float32"))));
}

/** What can be compared on the host: float16 is read as bits, bool has no arithmetic. */
export function readable(tensor: Tensor): Tensor {
  if (tensor.dtype === "float16") return cast(tensor, "float32");
  return isFloat(tensor.dtype) ? tensor : cast(tensor, "int32");
}
