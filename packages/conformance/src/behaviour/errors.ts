import {
  add,
  arange,
  ArgumentError,
  argmax,
  amax,
  BackendError,
  cat,
  conv2d,
  crossEntropy,
  DTypeError,
  embedding,
  exp,
  gather,
  indexSelect,
  matmul,
  maxPool2d,
  mean,
  mul,
  permute,
  reshape,
  scatterAdd,
  ShapeError,
  softmax,
  sum,
  tensor,
  zeros,
  type DType,
  type Tensor,
} from "@nn/core";
import { expect } from "vitest";
import { plainBackend } from "../reference/plain-backend";
import { group, type Behaviour } from "./behaviour";

type ErrorClass = new (message?: string) => Error;

/** Calls that must be refused at once, the class of the error and what its text must say. */
const refusals: Readonly<Record<string, readonly [() => unknown, ErrorClass, RegExp]>> = {
  "matmul of unequal inner sizes": [() => matmul(zeros([2, 3]), zeros([4, 5])), ShapeError, /matmul: inner sizes differ, \[2,3\] × \[4,5\] \(3 ≠ 4\)/],
  "matmul of a scalar": [() => matmul(zeros([]), zeros([4, 5])), ShapeError, /matmul/],
  "shapes that do not broadcast": [() => add(zeros([2, 3]), zeros([4])), ShapeError, /add: shapes \[2,3\] and \[4\] do not broadcast/],
  "a reshape to another size": [() => reshape(zeros([2, 3]), [4]), ShapeError, /reshape: \[2,3\] has 6 elements/],
  "a reshape with two free sizes": [() => reshape(zeros([2, 3]), [-1, -1]), ShapeError, /only one size may be -1/],
  "a permutation with repeats": [() => permute(zeros([2, 3]), [0, 0]), ShapeError, /permute/],
  "a dimension out of range": [() => sum(zeros([2, 3]), { dim: 2 }), ShapeError, /sum: dim 2 is out of range for 2 dimensions/],
  "a dimension named twice": [() => sum(zeros([2, 3]), { dim: [0, -2] }), ShapeError, /twice/],
  "softmax along no dimension": [() => softmax(zeros([2, 3]), { dim: 5 }), ShapeError, /softmax: dim 5/],
  "cat of shapes that differ elsewhere": [() => cat([zeros([2, 3]), zeros([2, 4])]), ShapeError, /cat: shapes \[2,3\] and \[2,4\]/],
  "cat of nothing": [() => cat([]), ArgumentError, /cat: expected at least one tensor/],
  "the maximum of nothing": [() => amax(zeros([2, 0]), { dim: 1 }), ShapeError, /max: dimension 1 of \[2,0\] is empty/],
  "the place of the maximum of nothing": [() => argmax(zeros([0])), ShapeError, /argmax: dimension 0 of \[0\] is empty/],
  "ragged data": [() => tensor([[1, 2], [3]]), ShapeError, /tensor: ragged data: expected an array of length 2 at \[1\]/],
  "data of another size than its shape": [() => tensor([1, 2, 3], { shape: [2, 2] }), ShapeError, /tensor: shape \[2,2\] takes 4 elements, got 3/],
  "a fraction as an integer": [() => tensor([1.5], { dtype: "int32" }), ArgumentError, /element 0 is 1.5, which int32 cannot hold/],
  "a negative size": [() => zeros([2, -1]), ShapeError, /must hold non-negative integers/],
  "an unknown dtype": [() => zeros([2], { dtype: "float8" as DType }), DTypeError, /unknown dtype "float8"/],
  "an endless range": [() => arange(0, 5, 0), ArgumentError, /arange/],
  "arithmetic of truth values": [() => add(tensor([true]), tensor([false])), DTypeError, /add: bool is not supported/],
  "the mean of integers": [() => mean(tensor([1, 2], { dtype: "int32" })), DTypeError, /mean: expected a floating dtype, got int32/],
  "an index of floats": [() => gather(zeros([3]), zeros([2]), { dim: 0 }), DTypeError, /gather: the index must be int32, got float32/],
  "an index with other dimensions": [() => gather(zeros([3, 2]), zeros([2], { dtype: "int32" }), { dim: 0 }), ShapeError, /gather/],
  "a convolution of other channels": [() => conv2d(zeros([1, 3, 4, 4]), zeros([2, 2, 3, 3])), ShapeError, /conv2d/],
  "a window larger than its plane": [() => maxPool2d(zeros([1, 1, 2, 2]), { kernelSize: 3 }), ShapeError, /maxPool2d/],
  "targets of another number": [() => crossEntropy(zeros([4, 3]), zeros([3], { dtype: "int32" })), ShapeError, /crossEntropy/],
  "something that is no tensor": [() => mul(zeros([2]), "2" as unknown as number), ArgumentError, /mul: expected a tensor or a number, got string/],
  "a gradient for integers": [() => zeros([2], { dtype: "int32", requiresGrad: true }), DTypeError, /only floating tensors have gradients/],
}; // oxfmt-ignore

const index = (values: readonly number[], shape: readonly number[]): Tensor =>
  tensor(Int32Array.from(values), { shape });

/** Calls whose error may come late, with the values, but no later than the next read. */
const badIndices: Readonly<Record<string, readonly [() => Tensor, RegExp]>> = {
  "gather beyond the end": [() => gather(zeros([3]), index([0, 3], [2]), { dim: 0 }), /gather: index 3/],
  "gather below 0": [() => gather(zeros([3]), index([-1], [1]), { dim: 0 }), /gather: index -1/],
  "scatterAdd beyond the end": [() => scatterAdd(zeros([3]), index([5], [1]), zeros([1]), { dim: 0 }), /scatterAdd: index 5/],
  "indexSelect beyond the end": [() => indexSelect(zeros([3, 2]), { dim: 0, index: index([3], [1]) }), /index 3/],
  "embedding beyond the table": [() => embedding(index([1, 7], [2]), zeros([5, 2])), /index 7/],
  "a class that does not exist": [() => crossEntropy(zeros([2, 3]), index([0, 3], [2])), /\b3\b/],
}; // oxfmt-ignore

export const errors: readonly Behaviour[] = [
  ...group(
    "errors",
    Object.fromEntries(
      Object.entries(refusals).map(([name, [call, errorClass, text]]) => [
        name,
        () => {
          let thrown: unknown;
          try {
            call();
          } catch (error) {
            thrown = error;
          }
          expect(thrown, "the call must throw").toBeInstanceOf(errorClass);
          expect((thrown as Error).message).toMatch(text);
        },
      ]),
    ),
  ),
  ...group(
    "indices out of range",
    Object.fromEntries(
      Object.entries(badIndices).map(([name, [call, text]]) => [
        name,
        async () => {
          const read = async (): Promise<unknown> => call().data();
          await expect(read()).rejects.toThrow(text);
          // The backend works on afterwards.
          expect(await exp(zeros([1])).item()).toBe(1);
        },
      ]),
    ),
  ),
  ...group("backends", {
    "tensors of two backends do not meet": (backend) => {
      const other = zeros([2], { backend: plainBackend() });
      expect(() => add(zeros([2]), other)).toThrow(BackendError);
      expect(() => add(zeros([2]), other)).toThrow(`(${backend.name} and plain)`);
    },
    "a tensor moves to another backend and back": async (backend) => {
      const x = tensor([[1, 2], [3, 4]]); // oxfmt-ignore
      const there = await permute(x, [1, 0]).to(plainBackend());
      expect(there.backend.name).toBe("plain");
      const back = await exp(there).to(backend);
      expect([...(await back.data())].map((v) => Math.round(Math.log(v)))).toEqual([1, 3, 2, 4]);
    },
    "dtypes that the backend does not hold are refused": ({ name, caps }) => {
      for (const dtype of ["float16", "float64"] as const) {
        if (caps.dtypes.has(dtype)) expect(zeros([2], { dtype }).dtype).toBe(dtype);
        else expect(() => zeros([2], { dtype })).toThrow(new RegExp(`${name} does not hold ${dtype}`));
      }
    },
  }),
];
