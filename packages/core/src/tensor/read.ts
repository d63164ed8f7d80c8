import { noGrad } from "../autograd/grad-mode";
import type { DType, TypedArray } from "../dtype";
import { BackendError } from "../errors";
import { contiguous } from "../ops/shape/contiguous";
import { breathe } from "../runtime/memory";
import type { Shape } from "../shape";
import { isContiguous } from "../view";
import type { Tensor } from "./tensor";

export type NestedArray = number | boolean | NestedArray[];

/** A copy of the elements in row-major order; gives the event loop a turn when it lacked one. */
export async function readData(tensor: Tensor): Promise<TypedArray> {
  tensor.check("data");
  const source = rowMajor(tensor);
  const { layout: view, storage, size } = source;
  const reading = storage.backend.read(view.buffer, view.dtype, view.offset, size);
  if (source !== tensor) source.dispose();
  const [data] = await Promise.all([reading, breathe()]);
  return data;
}

/** `readData` at once, for backends that can. */
export function readDataSync(op: string, tensor: Tensor): TypedArray {
  tensor.check(op);
  const { backend } = tensor.storage;
  if (!backend.readSync) {
    throw new BackendError(`${op}: backend ${backend.name} cannot be read without waiting; use \`await x.data()\``);
  }
  const source = rowMajor(tensor);
  const { layout: view, size } = source;
  const data = backend.readSync(view.buffer, view.dtype, view.offset, size);
  if (source !== tensor) source.dispose();
  return data;
}

function rowMajor(tensor: Tensor): Tensor {
  return isContiguous(tensor.layout) ? tensor : noGrad(() => contiguous(tensor));
}

export function toNested(data: TypedArray, shape: Shape, dtype: DType): NestedArray {
  let next = 0;
  const build = (dim: number): NestedArray => {
    if (dim === shape.length) {
      const value = data[next++];
      return dtype === "bool" ? value !== 0 : value;
    }
    return Array.from({ length: shape[dim] }, () => build(dim + 1));
  };
  return build(0);
}
