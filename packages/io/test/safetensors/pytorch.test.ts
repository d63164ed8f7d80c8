import { cpu } from "@nn/backend-cpu";
import { type Tensor, batchNorm, conv2d, linear, maxPool2d, relu, setBackend } from "@nn/core";
import { beforeAll, expect, it } from "vitest";
import { loadSafetensors } from "../../src/index";
import { golden } from "../golden";

beforeAll(() => setBackend(cpu()));

it("PyTorch's state of a convolutional net gives PyTorch's output", async () => {
  const state = await loadSafetensors(golden("pytorch/convnet.safetensors"));
  const io = await loadSafetensors(golden("pytorch/convnet-io.safetensors"));
  const get = (name: string): Tensor => state.get(name)!;
  // PyTorch counts in int64.
  expect([get("bn.num_batches_tracked").dtype, await get("bn.num_batches_tracked").item()]).toEqual(["int32", 4]);
  const x = conv2d(io.get("input")!, get("conv.weight"), get("conv.bias"), { padding: 1 });
  const normal = batchNorm(x, {
    runningMean: get("bn.running_mean"),
    runningVar: get("bn.running_var"),
    weight: get("bn.weight"),
    bias: get("bn.bias"),
    training: false,
  });
  const pooled = maxPool2d(relu(normal), { kernelSize: 2 }).flatten({ startDim: 1 });
  const output = await linear(pooled, get("fc.weight"), get("fc.bias")).data();
  const expected = await io.get("output")!.data();
  // float32 sums of 64 products.
  for (const [i, value] of expected.entries()) expect(output[i]).toBeCloseTo(value, 5);
});

it("PyTorch's state of an LSTM has its names and shapes", async () => {
  const state = await loadSafetensors(golden("pytorch/lstm.safetensors"));
  const shapes = Object.fromEntries([...state].map(([name, { shape }]) => [name, [...shape]]));
  const expected: Record<string, number[]> = {};
  for (const [layer, inputs] of [3, 10].entries()) {
    for (const direction of ["", "_reverse"]) {
      const suffix = `l${layer}${direction}`;
      Object.assign(expected, {
        [`weight_ih_${suffix}`]: [20, inputs],
        [`weight_hh_${suffix}`]: [20, 5],
        [`bias_ih_${suffix}`]: [20],
        [`bias_hh_${suffix}`]: [20],
      });
    }
  }
  expect(shapes).toEqual(expected);
});
