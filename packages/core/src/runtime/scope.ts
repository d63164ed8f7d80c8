import type { Tensor } from "../tensor/tensor";

/** The tensors made while a scope is open. */
interface Frame {
  readonly name: string;
  readonly parent: Frame | undefined;
  readonly tensors: Tensor[];
}

let current: Frame | undefined;

/** Puts a tensor under the open scope's care, or the garbage collector's when there is none. */
export function track(tensor: Tensor): void {
  if (current) current.tensors.push(tensor);
  else tensor.storage.guard();
}

/**
 * Runs `fn` and frees every tensor that it made, except those it returns (directly, or in arrays, plain objects, maps
 * and sets), those passed to `keep`, parameters, gradients, and values a recorded graph needs. Works for async
 * functions too; async scopes of independent tasks must not overlap. `name` is what use-after-free errors say.
 */
export function scope<T>(fn: () => T, name = "the end of its scope()"): T {
  return runScope(name, fn);
}

/** `scope`, name first: for the library's own implicit scopes. */
export function runScope<T>(name: string, fn: () => T): T {
  const frame: Frame = { name, parent: current, tensors: [] };
  current = frame;
  let result: T;
  try {
    result = fn();
  } catch (error) {
    close(frame, undefined);
    throw error;
  }
  if (!isPromise(result)) {
    close(frame, result);
    return result;
  }
  return result.then(
    (value) => {
      close(frame, value);
      return value;
    },
    (error: unknown) => {
      close(frame, undefined);
      throw error;
    },
  ) as T;
}

/** Exempts a tensor from every open scope: it lives until it is disposed or dropped. */
export function keep<T extends Tensor>(tensor: T): T {
  tensor.kept = true;
  tensor.storage.guard();
  return tensor;
}

function close(frame: Frame, result: unknown): void {
  leave(frame);
  if (frame.tensors.length === 0) return;
  const survivors = new Set<object>();
  collectTensors(result, survivors);
  for (const tensor of frame.tensors) {
    if (tensor.disposedBy !== undefined) continue;
    if (tensor.kept) tensor.storage.guard();
    else if (survivors.has(tensor)) trackIn(frame.parent, tensor);
    else {
      tensor.drop(frame.name);
      // The graph may still hold the values of a dropped handle.
      if (tensor.storage.holders > 0) tensor.storage.guard();
    }
  }
}

function leave(frame: Frame): void {
  if (current === frame) {
    current = frame.parent;
    return;
  }
  // An async scope that ends before one opened after it: unlink it from the middle.
  for (let f = current; f; f = f.parent) {
    if (f.parent === frame) (f as { parent: Frame | undefined }).parent = frame.parent;
  }
}

function trackIn(frame: Frame | undefined, tensor: Tensor): void {
  if (frame) frame.tensors.push(tensor);
  else tensor.storage.guard();
}

/** Adds the tensors in nested arrays, plain objects, maps and sets to `found`; values may refer to each other. */
function collectTensors(value: unknown, found: Set<object>): void {
  if (typeof value !== "object" || value === null || found.has(value)) return;
  found.add(value);
  if (isTensor(value)) return;
  const isList = Array.isArray(value) || value instanceof Set;
  const items: Iterable<unknown> = isList ? value : value instanceof Map ? value.values() : plainValues(value);
  for (const item of items) collectTensors(item, found);
}

function isTensor(value: object): value is Tensor {
  return "storage" in value && "disposedBy" in value;
}

function plainValues(value: object): unknown[] {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.values(value) : [];
}

export function isPromise<T>(value: T): value is T & Promise<Awaited<T>> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
