import { AutogradError, keep, Tensor } from "@nn/core";
import { Parameter } from "./parameter";
import { isPlain } from "./tensors-in";

/** What was copied, and its copy. */
export type Copies = Map<object, unknown>;

interface Copyable {
  deepCopy(copies: Copies): unknown;
}

/**
 * A copy of `value`. Shared are functions and objects of classes, but for tensors, maps, sets, typed arrays, and those
 * that have a method `deepCopy`, as modules do. `where` is for errors.
 */
export function copyValue(value: unknown, copies: Copies, where: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (copies.has(value)) return copies.get(value);
  if (isCopyable(value)) return value.deepCopy(copies);
  if (value instanceof Tensor) return remember(value, copyTensor(value, where), copies);
  if (isTypedArray(value)) return remember(value, value.slice(), copies);
  const inside = (item: unknown): unknown => copyValue(item, copies, where);
  if (Array.isArray(value)) {
    const copy: unknown[] = remember(value, [], copies);
    for (const item of value) copy.push(inside(item));
    return copy;
  }
  if (value instanceof Map) {
    const copy: Map<unknown, unknown> = remember(value, new Map(), copies);
    for (const [key, item] of value) copy.set(inside(key), inside(item));
    return copy;
  }
  if (value instanceof Set) {
    const copy: Set<unknown> = remember(value, new Set(), copies);
    for (const item of value) copy.add(inside(item));
    return copy;
  }
  if (!isPlain(value)) return value;
  const copy: object = remember(value, Object.create(Object.getPrototypeOf(value) as object | null), copies);
  copyFields(value, copy, copies, where);
  return copy;
}

/** Gives `target` copies of all fields of `source`, but those whose value is `except`. */
export function copyFields(source: object, target: object, copies: Copies, where: string, except?: unknown): void {
  for (const key of Reflect.ownKeys(source)) {
    const field = Object.getOwnPropertyDescriptor(source, key)!;
    if ("value" in field) {
      if (field.value !== undefined && field.value === except) continue;
      field.value = copyValue(field.value, copies, `${where}.${String(key)}`);
    }
    Object.defineProperty(target, key, field);
  }
}

function isCopyable(value: object): value is Copyable {
  return "deepCopy" in value && typeof value.deepCopy === "function";
}

function isTypedArray(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function remember<T extends object>(value: object, copy: T, copies: Copies): T {
  copies.set(value, copy);
  return copy;
}

function copyTensor(tensor: Tensor, where: string): Tensor {
  // Of a tensor that was freed there is nothing to copy, and nothing to confuse.
  if (tensor.disposedBy !== undefined) return tensor;
  const { requiresGrad } = tensor;
  if (tensor instanceof Parameter) return new Parameter(tensor, { requiresGrad });
  if (!tensor.isLeaf) {
    throw new AutogradError(`deepCopy: ${where} is a computed tensor of a graph; store detach() of it instead`);
  }
  const copy = keep(tensor.detach());
  copy.requiresGrad = requiresGrad;
  return copy;
}
