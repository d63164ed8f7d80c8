import { sizeOf, type DType, type View } from "@nn/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gelu, geluGrad, silu, siluGrad } from "../src/fused/activations";
import { adamStep } from "../src/fused/adam-step";
import { sgdStep } from "../src/fused/sgd-step";
import { arange } from "../src/kernels/arange";
import { binary } from "../src/kernels/binary";
import { cast } from "../src/kernels/cast";
import { compare } from "../src/kernels/compare";
import { full } from "../src/kernels/full";
import { random } from "../src/kernels/random";
import { unary } from "../src/kernels/unary";
import { where } from "../src/kernels/where";
import type { Machine } from "../src/machine/machine";
import { firstDifference, outputOf, resultOf, startMachine, viewOf } from "./views";

// Two parts of what asks for most, and no multiple of a vector. `full` asks for more, and has flat tests of its own.
const SHAPE = [515, 1021];
const SIZE = sizeOf(SHAPE);

let machines: Machine[];
beforeAll(async () => {
  machines = await Promise.all([startMachine(1), startMachine(2)]);
});
afterAll(() => machines[1].dispose());

function onBoth(dtype: DType, run: (machine: Machine, y: View) => void, shape = SHAPE): void {
  const [a, b] = machines.map((machine) => {
    const y = outputOf(machine, dtype, shape);
    run(machine, y);
    return resultOf(machine, y);
  });
  expect(firstDifference(a, b)).toBe(-1);
}

const cached = new Map<string, View>();

/** Small numbers of both signs, or bits. */
function numbered(machine: Machine, dtype: DType, strides = [1021, 1]): View {
  const key = `${machine.threads} ${dtype}`;
  if (!cached.has(key)) {
    const values = Float64Array.from({ length: SIZE }, (_, i) => (dtype === "bool" ? i % 2 : ((i % 97) - 31) / 8));
    cached.set(key, viewOf(machine, dtype, values, SHAPE));
  }
  return { ...cached.get(key)!, strides };
}

it.each([
  ["alike", [1021, 1]],
  ["repeated in rows", [0, 1]],
  ["transposed", [1, 515]],
])("operands %s", (_, strides) => {
  onBoth("float32", (machine, y) => {
    binary(machine)([numbered(machine, "float32"), numbered(machine, "float32", strides)], [y], { op: "sub" });
  });
  onBoth("bool", (machine, y) => {
    compare(machine)([numbered(machine, "float32"), numbered(machine, "float32", strides)], [y], { op: "lt" });
  });
  onBoth("float32", (machine, y) => {
    const [a, b] = [numbered(machine, "float32"), numbered(machine, "float32", strides)];
    where(machine)([numbered(machine, "bool"), a, b], [y], {});
  });
  onBoth("int32", (machine, y) => cast(machine)([numbered(machine, "float32", strides)], [y], { dtype: "int32" }));
  for (const op of ["relu", "exp"] as const) {
    onBoth("float32", (machine, y) => unary(machine)([numbered(machine, "float32", strides)], [y], { op }));
  }
});

it("scalar functions", () => {
  onBoth("float32", (machine, y) => unary(machine)([numbered(machine, "float32")], [y], { op: "atan" }));
  onBoth("float64", (machine, y) => unary(machine)([numbered(machine, "float64")], [y], { op: "erf" }));
});

it("powers", () => {
  onBoth("float32", (machine, y) => {
    const x = numbered(machine, "float32");
    binary(machine)([x, { ...x, strides: [0, 1] }], [y], { op: "pow" });
  });
});

it("what has no operands", () => {
  const shape = [2 ** 20 + 3];
  onBoth("uint8", (machine, y) => full(machine)([], [y], { shape, dtype: "uint8", value: 9 }), shape);
  onBoth("float32", (machine, y) => arange(machine)([], [y], { length: SIZE, dtype: "float32", start: 1, step: 0.25 }));
  onBoth("float32", (machine, y) => {
    const key = [3, 4] as const;
    random(machine)([], [y], { kind: "uniform", shape: SHAPE, dtype: "float32", key, counter: [0xffffff00, 1] });
  });
});

it("activations and their gradients", () => {
  const approximate = "tanh" as const;
  onBoth("float32", (machine, y) => gelu(machine)([numbered(machine, "float32")], [y], { approximate }));
  onBoth("float32", (machine, y) => silu(machine)([numbered(machine, "float32")], [y], {}));
  onBoth("float32", (machine, y) => {
    geluGrad(machine)([numbered(machine, "float32"), numbered(machine, "float32")], [y], { approximate });
  });
  onBoth("float32", (machine, y) => {
    siluGrad(machine)([numbered(machine, "float32"), numbered(machine, "float32")], [y], {});
  });
});

it("updates", () => {
  onBoth("float32", (machine, y) => {
    const x = numbered(machine, "float32");
    const sgd = { lr: 0.1, momentum: 0.9, dampening: 0, nesterov: true, weightDecay: 0.01, maximize: false };
    sgdStep(machine)([x, x, x], [y, outputOf(machine, "float32", SHAPE)], { ...sgd, first: false });
  });
  onBoth("float32", (machine, y) => {
    const x = numbered(machine, "float32");
    const squares = outputOf(machine, "float32", SHAPE);
    unary(machine)([x], [squares], { op: "square" });
    const others = [0, 1].map(() => outputOf(machine, "float32", SHAPE));
    const adam = { lr: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1, decoupled: false, maximize: false };
    adamStep(machine)([x, x, x, squares], [y, ...others], { ...adam, step: 3 });
  });
});
