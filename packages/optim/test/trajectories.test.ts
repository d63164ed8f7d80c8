import { cpu } from "@nn/backend-cpu";
import { neg, setBackend, withBackend, type Tensor } from "@nn/core";
import { beforeAll, describe, expect, it } from "vitest";
import { SGD, type Optimizer } from "../src";
import golden from "./golden/trajectories.json";
import { optimizers } from "./optimizers";
import { distance, flat, makeLayers, makeProblem, type Problem } from "./problem";

beforeAll(() => setBackend(cpu()));

interface Options {
  lr: number;
  betas?: [number, number];
  maximize?: boolean;
}

async function farthest(
  { params, loss }: Problem,
  make: (params: Tensor[]) => Pick<Optimizer, "step" | "zeroGrad">,
  steps: readonly (readonly number[])[],
  maximize = false,
): Promise<number> {
  const optimizer = make(params);
  let most = 0;
  for (const expected of steps) {
    optimizer.zeroGrad();
    (maximize ? neg(loss()) : loss()).backward();
    optimizer.step();
    most = Math.max(most, distance(await flat(params), expected));
  }
  return most;
}

describe.each([
  ["float64", 1e-11],
  ["float32", 5e-6],
] as const)("20 steps in %s give PyTorch's parameters", (dtype, tolerance) => {
  const cases = golden.cases.map((entry) => ({ ...entry, title: JSON.stringify(entry.options) }));

  it.each(cases)("$optimizer $title", async ({ optimizer, options, steps }) => {
    const given = options as Options;
    const problem = optimizer === "Muon" ? makeLayers(dtype) : makeProblem(dtype);
    const make = (params: Tensor[]): Optimizer => new optimizers[optimizer](params, given);
    const most = await farthest(problem, make, steps, given.maximize);
    expect(most).toBeLessThan(tolerance);
  });

  it.each(cases)("$optimizer $title on a backend without fused kernels", async ({ optimizer, options, steps }) => {
    const given = options as Options;
    const most = await withBackend({ ...cpu(), fused: {} }, () => {
      const problem = optimizer === "Muon" ? makeLayers(dtype) : makeProblem(dtype);
      return farthest(problem, (params) => new optimizers[optimizer](params, given), steps, given.maximize);
    });
    expect(most).toBeLessThan(tolerance);
  });

  it("groups with settings of their own", async () => {
    const make = ([weight, bias]: Tensor[]): SGD =>
      new SGD([{ params: weight, lr: 0.02, weightDecay: 0.1 }, { params: [bias] }], { lr: 0.1, momentum: 0.9 });
    expect(await farthest(makeProblem(dtype), make, golden.grouped)).toBeLessThan(tolerance);
  });
});
