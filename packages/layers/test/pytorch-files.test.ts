import { cpu } from "@nn/backend-cpu";
import { abs, flatten, max, maxPool2d, relu, setBackend, sub, type Tensor } from "@nn/core";
import { loadSafetensors } from "@nn/io";
import { beforeAll, describe, expect, it } from "vitest";
import { BatchNorm2d, Conv2d, Linear, LSTM, Module, StateDictError } from "../src";

beforeAll(() => setBackend(cpu()));

/** A file that tooling/reference/io_pytorch.py wrote with PyTorch. */
const load = (name: string): Promise<Map<string, Tensor>> =>
  loadSafetensors(new URL(`../../io/test/golden/pytorch/${name}.safetensors`, import.meta.url));

const distance = (a: Tensor, b: Tensor | undefined): Promise<number> => max(abs(sub(a, b!))).item();

class ConvNet extends Module {
  conv = new Conv2d(2, 4, 3, { padding: 1 });
  bn = new BatchNorm2d(4);
  fc = new Linear(64, 3);

  forward(x: Tensor): Tensor {
    const features = maxPool2d(relu(this.bn.forward(this.conv.forward(x))), { kernelSize: 2 });
    return this.fc.forward(flatten(features, { startDim: 1 }));
  }
}

describe("files of PyTorch load under its own keys and give its outputs:", () => {
  it("convolution, batch norm with running statistics, linear", async () => {
    const model = new ConvNet().eval();
    expect(model.loadStateDict(await load("convnet"))).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(await model.bn.buffers()[2].item()).toBe(4);
    const io = await load("convnet-io");
    expect(await distance(model.forward(io.get("input")!), io.get("output"))).toBeLessThan(1e-5);
  });

  it("an LSTM of two layers in both directions", async () => {
    const model = new LSTM(3, 5, { numLayers: 2, bidirectional: true, batchFirst: true }).eval();
    model.loadStateDict(await load("lstm"));
    const io = await load("lstm-io");
    const [output, [h, c]] = model.forward(io.get("input")!);
    expect(await distance(output, io.get("output"))).toBeLessThan(1e-5);
    expect(await distance(h, io.get("h_n"))).toBeLessThan(1e-5);
    expect(await distance(c, io.get("c_n"))).toBeLessThan(1e-5);
  });

  it("and all that does not fit is listed at once", async () => {
    const state = await load("convnet");
    state.delete("conv.bias");
    state.delete("bn.running_var");
    state.set("head.weight", state.get("fc.weight")!);
    state.set("fc.bias", state.get("bn.bias")!);
    const refused = (): unknown => new ConvNet().loadStateDict(state);
    expect(refused).toThrow(StateDictError);
    expect(refused).toThrow(
      /missing keys: conv\.bias, bn\.running_var\n {2}unexpected keys: head\.weight\n {2}wrong shapes: fc\.bias \(\[3\], got \[4\]\)/,
    );
  });
});
