import { cpu } from "@nn/backend-cpu";
import {
  manualSeed,
  memoryStats,
  noGrad,
  ones,
  randn,
  setBackend,
  sgdStep,
  sum,
  zeros,
  type FusedOps,
  type Kernel,
  type Tensor,
} from "@nn/core";
import { beforeEach, describe, expect, it } from "vitest";
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from "../src";
import { expectPyTorchs, type DifferentiatedCase } from "./differentiated";
import golden from "./golden/recurrent.json";
import { outputsOf, recurrentMakers } from "./makers";

beforeEach(() => {
  setBackend(cpu());
  manualSeed(3);
});

describe("PyTorch's outputs, states and gradients", () => {
  it.each(Object.keys(recurrentMakers) as (keyof typeof golden)[])("%s", (name) => {
    const module = recurrentMakers[name]();
    expectPyTorchs(module, golden[name] as unknown as DifferentiatedCase, (inputs) => outputsOf(module, inputs));
  });
});

describe("parameters", () => {
  it("have PyTorch's names and order", () => {
    expect(Object.keys(new LSTM(3, 4, { bidirectional: true }).stateDict())).toEqual([
      "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0",
      "weight_ih_l0_reverse", "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse",
    ]); // oxfmt-ignore
  });

  it.each([RNN, LSTM, GRU, RNNCell, LSTMCell, GRUCell])("start uniform in ±1/√hidden: %s", (Layer) => {
    for (const parameter of new Layer(20, 32).parameters()) {
      const values = [...parameter.dataSync()] as number[];
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(32));
      expect(Math.max(...values)).toBeGreaterThan(0.1);
      expect(Math.min(...values)).toBeLessThan(-0.1);
    }
  });
});

describe("the walk through time", () => {
  it("multiplies the inputs of all steps at once, for each layer and way", () => {
    const backend = cpu();
    const rows: number[] = [];
    const linear: Kernel<FusedOps["linear"]> = (inputs, outputs, attrs) => {
      rows.push(outputs[0].shape.slice(0, -1).reduce((a, b) => a * b, 1));
      backend.fused.linear!(inputs, outputs, attrs);
    };
    setBackend({ ...backend, fused: { ...backend.fused, linear } });
    new LSTM(3, 4, { numLayers: 2, bidirectional: true }).forward(zeros([5, 2, 3]));
    const way = [10, 2, 2, 2, 2, 2];
    expect(rows).toEqual([...way, ...way, ...way, ...way]);
  });
});

describe("dropout", () => {
  it("acts between layers, in training only", () => {
    const lstm = new LSTM(3, 40, { numLayers: 2, dropout: 1, bias: false });
    const x = randn([4, 2, 3]);
    const zerosIn = (values: Tensor): number => values.dataSync().filter((value: number) => value === 0).length;
    const [output, [hidden]] = lstm.forward(x);
    // Of zeros the second layer makes zeros; the first one's last state is not dropped.
    expect([zerosIn(output), zerosIn(hidden)]).toEqual([4 * 2 * 40, 2 * 40]);
    expect(zerosIn(lstm.eval().forward(x)[0])).toBe(0);
  });

  it("draws a mask of its own for each step", () => {
    const rnn = new RNN(2, 30, { numLayers: 2, dropout: 0.5, nonlinearity: "relu" });
    const outputs = [rnn.forward(ones([3, 1, 2]))[0], rnn.forward(ones([3, 1, 2]))[0]];
    expect(outputs[0].dataSync()).not.toEqual(outputs[1].dataSync());
    expect(
      rnn
        .eval()
        .forward(ones([3, 1, 2]))[0]
        .dataSync(),
    ).toEqual(rnn.forward(ones([3, 1, 2]))[0].dataSync());
  });
});

describe("memory", () => {
  it("of one inference is its results'", () => {
    const lstm = new LSTM(3, 4, { numLayers: 2, bidirectional: true });
    const x = randn([2, 5, 3]);
    const infer = (): Tensor[] => noGrad(() => lstm.forward(x)).flat();
    for (const tensor of infer()) tensor.dispose();
    const before = memoryStats();
    const results = infer();
    expect(memoryStats().buffers - before.buffers).toBe(3);
    for (const tensor of results) tensor.dispose();
    expect(memoryStats().bytes).toBe(before.bytes);
  });

  it("stays flat over a plain training loop", async () => {
    const attrs = {
      lr: 0.01,
      momentum: 0,
      dampening: 0,
      nesterov: false,
      weightDecay: 0,
      maximize: false,
      first: true,
    };
    const gru = new GRU(3, 8, { numLayers: 2, dropout: 0.1 });
    const x = randn([6, 4, 3]);
    const bytes: number[] = [];
    for (let i = 0; i < 40; i++) {
      const [output, state] = gru.forward(x);
      const loss = sum(output);
      loss.backward();
      for (const parameter of gru.parameters()) sgdStep(parameter, parameter.grad!, undefined, attrs);
      gru.zeroGrad();
      await loss.item();
      // No loss depends on it, so that no backward pass can know when it is done with.
      state.dispose();
      bytes.push(memoryStats().bytes);
    }
    // The losses are the caller's: four bytes each, until the collector comes.
    expect(bytes[39] - bytes[3]).toBeLessThanOrEqual(4 * 36);
  });
});

describe("arguments that do not fit are refused", () => {
  it("by the constructors", () => {
    expect(() => new LSTM(0, 4)).toThrow("LSTM: inputSize must be an integer of at least 1, got 0");
    expect(() => new GRU(3, 1.5)).toThrow("GRU: hiddenSize must be an integer");
    expect(() => new RNN(3, 4, { numLayers: 0 })).toThrow("RNN: numLayers must be");
    expect(() => new RNN(3, 4, { dropout: 1.5 })).toThrow("RNN: dropout must lie in [0, 1], got 1.5");
    expect(() => new RNN(3, 4, { dropout: NaN })).toThrow("RNN: dropout must lie in [0, 1], got NaN");
    expect(() => new RNN(3, 4, { nonlinearity: "sin" as never })).toThrow(
      'RNN: nonlinearity must be "tanh" or "relu", got "sin"',
    );
    expect(() => new RNNCell(3, 4, { nonlinearity: null as never })).toThrow("RNNCell: nonlinearity");
    expect(() => new LSTMCell(3, -1)).toThrow("LSTMCell: hiddenSize");
  });

  it("by layers", () => {
    const lstm = new LSTM(3, 4, { numLayers: 2 });
    const x = zeros([5, 2, 3]);
    const expected = "LSTM: expected [time,batch,3] or [time,3] with a time of at least 1, got";
    for (const shape of [[3], [5, 2, 4], [5, 4], [1, 5, 2, 3], [0, 2, 3], [0, 3], []]) {
      expect(() => lstm.forward(zeros(shape))).toThrow(`${expected} [${shape}]`);
    }
    expect(() => new GRU(3, 4, { batchFirst: true }).forward(zeros([2, 0, 3]))).toThrow(
      "GRU: expected [batch,time,3] or [time,3] with a time of at least 1, got [2,0,3]",
    );
    const state = zeros([2, 2, 4]);
    expect(() => lstm.forward(x, state as never)).toThrow("LSTM: expected the state as [hidden, cell], two tensors");
    expect(() => lstm.forward(x, [state] as never)).toThrow("LSTM: expected the state as [hidden, cell]");
    expect(() => lstm.forward(x, [state, zeros([2, 4])])).toThrow(
      "LSTM: expected a state [2,2,4] (layers · directions, batch, hidden), got [2,4]",
    );
    expect(() => new GRU(3, 4).forward(zeros([5, 3]), zeros([1, 1, 4]))).toThrow(
      "GRU: expected a state [1,4] (layers · directions, hidden), got [1,1,4]",
    );
    expect(() => new GRU(3, 4).forward(x, [zeros([1, 2, 4])] as never)).toThrow("got no tensor");
    expect(() => lstm.forward(zeros([5, 2, 3], { dtype: "int32" }))).toThrow("floating");
  });

  it("by cells", () => {
    expect(() => new GRUCell(3, 4).forward(zeros([2, 2]))).toThrow("GRUCell: expected x [batch,3] or [3], got [2,2]");
    expect(() => new RNNCell(3, 4).forward(zeros([2, 3]), zeros([4]))).toThrow(
      "RNNCell: expected a state [2,4] (batch, hidden), got [4]",
    );
    expect(() => new LSTMCell(3, 4).forward(zeros([3]), zeros([4]) as never)).toThrow(
      "LSTMCell: expected the state as",
    );
  });
});
