import { Tensor } from "@nn/core";

/** The tensors in `value` and the arrays and plain objects inside of it, in order. */
export function tensorsIn(value: unknown): Tensor[] {
  const found: Tensor[] = [];
  replaceTensors(value, (tensor) => {
    found.push(tensor);
    return tensor;
  });
  return found;
}

/**
 * `value` with every tensor in it, and in the arrays and plain objects inside of it, replaced. These may refer to each
 * other: `copies` has those that were seen.
 */
export function replaceTensors(
  value: unknown,
  replace: (tensor: Tensor) => Tensor,
  copies: Map<object, unknown> = new Map(),
): unknown {
  if (value instanceof Tensor) return replace(value);
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (copies.has(value)) return copies.get(value);
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  for (const [key, item] of Object.entries(value))
    Object.assign(copy, { [key]: replaceTensors(item, replace, copies) });
  return copy;
}

/** Whether `value` is an object of no class. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
