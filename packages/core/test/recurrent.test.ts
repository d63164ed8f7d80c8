import { beforeEach, describe, expect, it } from "vitest";
import { gruCell, lstmCell, ones, rnnTanhCell, setBackend, sum, zeros, type Tensor } from "../src";
import type { FusedName } from "../src/fused/fused-ops";
import { gruGatesGradSpec } from "../src/fused/gru-gates-grad";
import { lstmGatesSpec } from "../src/fused/lstm-gates";
import { dispatchFused } from "../src/runtime/dispatch";
import { recordingBackend } from "./recording-backend";

/** Fused kernels that were called, with the shapes of their inputs. */
let asked: string[];

beforeEach(() => {
  asked = [];
  const names: FusedName[] = ["lstmGates", "lstmGatesGrad", "gruGates", "gruGatesGrad"];
  const kernel = (name: string) => (inputs: readonly { readonly shape: readonly number[] }[]) => {
    asked.push(`${name} ${inputs.map(({ shape }) => `[${shape}]`).join(" ")}`);
  };
  setBackend({ ...recordingBackend(), fused: Object.fromEntries(names.map((name) => [name, kernel(name)])) });
});

/** Weights of a cell of 3 inputs and 2 hidden units. */
function weights(gates: number): { weightIh: Tensor; weightHh: Tensor; biasIh: Tensor; biasHh: Tensor } {
  const [biasIh, biasHh] = [zeros([2 * gates]), zeros([2 * gates])];
  return { weightIh: zeros([2 * gates, 3]), weightHh: zeros([2 * gates, 2]), biasIh, biasHh };
}

describe("cells", () => {
  const x = (...lead: number[]): Tensor => zeros([...lead, 3]);
  const state = (...lead: number[]): Tensor => zeros([...lead, 2]);

  it("ask for one kernel each way, over rows", () => {
    const hidden = ones([2], { requiresGrad: true });
    const [h, c] = lstmCell(x(), [hidden, state()], weights(4));
    expect([h.shape, c.shape]).toEqual([[2], [2]]);
    sum(c).backward();
    expect(hidden.grad?.shape).toEqual([2]);
    const other = ones([5, 4, 2], { requiresGrad: true });
    const next = gruCell(x(5, 4), other, weights(3));
    expect(next.shape).toEqual([5, 4, 2]);
    sum(next).backward();
    expect(other.grad?.shape).toEqual([5, 4, 2]);
    expect(asked).toEqual([
      "lstmGates [1,8] [1,8] [1,2]",
      "lstmGatesGrad [1,2] [1,2] [1,8] [1,2] [1,2]",
      "gruGates [20,6] [20,6] [20,2]",
      "gruGatesGrad [20,2] [20,8] [20,2]",
    ]);
  });

  it("take the input's part of the gates ready made", () => {
    const { weightIh: _, biasIh: __, ...own } = weights(4);
    expect(lstmCell(zeros([3, 8]), [state(3), state(3)], own)[0].shape).toEqual([3, 2]);
    expect(asked).toEqual(["lstmGates [3,8] [3,8] [3,2]"]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "rows of a weight",
      () => lstmCell(x(4), [state(4), state(4)], weights(3)),
      "lstmCell: weightIh [6,3] must have 4 · 2 rows for the hidden state [4,2]",
    ],
    [
      "batches",
      () => gruCell(x(5), state(1), weights(3)),
      "gruCell: x [5,3] and the hidden state [1,2] must agree in all dimensions but the last",
    ],
    [
      "the same rows in other dimensions",
      () => rnnTanhCell(x(2, 3), state(6), weights(1)),
      "rnnTanhCell: x [2,3,3] and the hidden state [6,2] must agree",
    ],
    [
      "states",
      () => lstmCell(x(4), [state(4), state(1)], weights(4)),
      "lstmCell: shapes of the states differ, [4,2] and [1,2]",
    ],
    [
      "an input that is no gates",
      () => gruCell(x(4), state(4), { weightHh: zeros([6, 2]) }),
      "gruCell: without weightIh, x must be [4,6] for the hidden state [4,2], got [4,3]",
    ],
    [
      "a bias alone",
      () => gruCell(zeros([4, 6]), state(4), { weightHh: zeros([6, 2]), biasIh: zeros([6]) }),
      "gruCell: biasIh needs weightIh",
    ],
    [
      "gates in a fused op",
      () => dispatchFused(lstmGatesSpec, [zeros([4, 8]), zeros([4, 6]), state(4)], {}),
      "lstmGates: h gates must be [4,8] for c [4,2], got [4,6]",
    ],
    [
      "no rows in a fused op",
      () => dispatchFused(gruGatesGradSpec, [state(), zeros([8]), state()], {}),
      "gruGatesGrad: h must be [n,h], got [2]",
    ],
    [
      "dtypes",
      () => lstmCell(x(4), [state(4), zeros([4, 2], { dtype: "int32" })], weights(4)),
      "lstmGates: c must be floating, got int32",
    ],
  ])("refuse with a reason: %s", (_, run, message) => {
    expect(run).toThrow(message);
  });
});
