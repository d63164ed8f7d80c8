import { beforeEach, describe, expect, it } from "vitest";
import {
  add, atan2, cat, expand, firstAvailable, full, matmul, permute, reshape, setBackend, sum, tensor, transpose, where,
  withBackend,
} from "../src"; // oxfmt-ignore
import type { TensorData } from "../src";
import { recordingBackend, type RecordingBackend } from "./recording-backend";

let backend: RecordingBackend;

beforeEach(() => {
  backend = recordingBackend();
  setBackend(backend);
});

const last = (): string => backend.calls.at(-1)!.name;

describe("errors teach", () => {
  const a = (): ReturnType<typeof tensor> =>
    tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);

  it.each<[string, () => unknown, string]>([
    [
      "broadcast",
      () => add(a(), tensor([1, 2])),
      "add: shapes [2,3] and [2] do not broadcast: sizes 3 and 2 differ at dimension 1",
    ],
    ["inner sizes", () => matmul(a(), a()), "matmul: inner sizes differ, [2,3] × [2,3] (3 ≠ 2)"],
    [
      "scalar matmul",
      () => matmul(a(), tensor(1)),
      "matmul: both arguments need a dimension, got [2,3] and []; use mul",
    ],
    ["reshape", () => reshape(a(), [4, -1]), "reshape: [2,3] has 6 elements and does not fit [4,-1]"],
    ["two free sizes", () => reshape(a(), [-1, -1]), "only one size may be -1"],
    ["expand", () => expand(a(), [2, 4]), "expand: [2,3] cannot be expanded to [2,4]: only sizes of 1 can grow"],
    ["permute", () => permute(a(), [0, 0]), "permute: dim [0,0] names a dimension twice"],
    ["transpose", () => transpose(a(), 0, 2), "transpose: dim 2 is out of range for 2 dimensions (expected -2 to 1)"],
    ["sum", () => sum(a(), { dim: [0, -2] }), "sum: dim [0,0] names a dimension twice"],
    ["cat", () => cat([a(), tensor([[1, 2]])]), "cat: shapes [2,3] and [1,2] differ outside dimension 0"],
    ["empty cat", () => cat([]), "cat: expected at least one tensor"],
    ["where", () => where(a(), 1, 2), "where: the condition must be bool, got float32"],
    [
      "ragged",
      () => tensor([[1, 2], [3]]),
      "tensor: ragged data: expected an array of length 2 at [1], got an array of length 1",
    ],
    ["mixed depth", () => tensor([[1, 2], 3] as TensorData), "expected an array of length 2 at [1], got the number 3"],
    [
      "text",
      () => tensor(["x"] as unknown as TensorData),
      "tensor: ragged data: expected a number or boolean at [0], got a string",
    ],
    ["size", () => tensor([1, 2, 3], { shape: [2, 2] }), "tensor: shape [2,2] takes 4 elements, got 3"],
    ["negative size", () => full([-1], 0), "full: shape [-1] must hold non-negative integers"],
    ["dtype name", () => tensor([1], { dtype: "float" as "float32" }), 'tensor: unknown dtype "float"'],
    ["overflow", () => tensor([300], { dtype: "uint8" }), "tensor: element 0 is 300, which uint8 cannot hold"],
    ["fraction", () => tensor([1.5], { dtype: "int32" }), "tensor: element 0 is 1.5, which int32 cannot hold"],
    ["missing dtype", () => tensor([1], { dtype: "float64" }), "tensor: backend recording does not hold float64"],
    ["argument type", () => add(a(), "1" as unknown as number), "add: expected a tensor or a number, got string"],
  ])("%s", (_, run, message) => {
    expect(run).toThrow(message);
  });

  it("when tensors live on different backends", () => {
    const other = withBackend(recordingBackend(), () => tensor([1, 2]));
    expect(() => add(other, tensor([1, 2]))).toThrow("add: tensors live on different backends");
  });

  it("when no backend can be made", async () => {
    const broken = (): never => {
      throw new Error("no adapter");
    };
    await expect(firstAvailable(broken)).rejects.toThrow("no backend is available. broken: no adapter");
    await expect(firstAvailable(broken, () => backend)).resolves.toBe(backend);
  });

  it("when a buffer cannot be read at once", () => {
    expect(() => tensor([1]).dataSync()).toThrow("cannot be read without waiting; use `await x.data()`");
  });
});

describe("dispatch", () => {
  it("passes strided views to kernels that take them", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    transpose(x, 0, 1).neg();
    expect(last()).toBe("unary");
    expect(backend.calls.at(-1)!.inputs[0].strides).toEqual([1, 3]);
  });

  it("broadcasts by stride 0", () => {
    add(tensor([[1], [2]]), tensor([1, 2, 3]));
    expect(backend.calls.at(-1)!.inputs.map((v) => v.strides)).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  it("calls no kernel for empty results", () => {
    const x = full([0, 3], 1);
    const before = backend.calls.length;
    expect(add(x, x).shape).toEqual([0, 3]);
    expect(backend.calls.length).toBe(before);
  });

  it("frees outputs when a kernel throws", () => {
    const failing: RecordingBackend = {
      ...backend,
      kernels: {
        ...backend.kernels,
        unary: () => {
          throw new Error("kernel failed");
        },
      },
    };
    const x = withBackend(failing, () => tensor([1, 2]));
    const before = backend.live.size;
    expect(() => x.neg()).toThrow("kernel failed");
    expect(backend.live.size).toBe(before);
  });
});

describe("dtypes", () => {
  const f = (): ReturnType<typeof tensor> => tensor([1, 2]);
  const i = (): ReturnType<typeof tensor> => tensor([1, 2], { dtype: "int32" });
  const b = (): ReturnType<typeof tensor> => tensor([true, false]);

  it.each([
    ["float + int", () => add(f(), i()), "float32"],
    ["int + bool", () => add(i(), b()), "int32"],
    ["int + 1", () => add(i(), 1), "int32"],
    ["int + 1.5", () => add(i(), 1.5), "float32"],
    ["bool + 1", () => add(b(), 1), "int32"],
    ["int / int", () => i().div(i()), "float32"],
    ["int atan2 int", () => atan2(i(), i()), "float32"],
    ["int > float", () => i().gt(f()), "bool"],
    ["sum of bool", () => b().sum(), "int32"],
    ["exp of int", () => i().exp(), "float32"],
    ["neg of int", () => i().neg(), "int32"],
    ["uint8 + int scalar tensor", () => add(tensor([1], { dtype: "uint8" }), tensor(1, { dtype: "int32" })), "uint8"],
    ["int + float scalar tensor", () => add(i(), tensor(1.5)), "float32"],
  ])("%s gives %s", (_, run, dtype) => {
    expect(run().dtype).toBe(dtype);
  });
});
