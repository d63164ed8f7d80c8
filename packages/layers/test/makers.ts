import { Tensor } from "@nn/core";
import * as nn from "../src";
import type layerCases from "./golden/layers.json";
import type recurrentCases from "./golden/recurrent.json";
import type transformerCases from "./golden/transformers.json";

type Makers<Cases> = Readonly<Record<keyof Cases, () => nn.Module>>;

/** The layers of layers.json, as in tooling/reference/layers.py. */
export const layerMakers: Makers<typeof layerCases> = {
  Linear: () => new nn.Linear(3, 4),
  "Linear without bias": () => new nn.Linear(3, 4, { bias: false }),
  Bilinear: () => new nn.Bilinear(3, 4, 2),
  Conv1d: () => new nn.Conv1d(4, 6, 3, { stride: 2, padding: 1, dilation: 2, groups: 2 }),
  "Conv1d circular": () => new nn.Conv1d(2, 3, 3, { padding: 2, paddingMode: "circular" }),
  Conv2d: () => new nn.Conv2d(2, 3, [3, 2], { stride: [1, 2], padding: [1, 0] }),
  "Conv2d same": () => new nn.Conv2d(2, 4, [2, 3], { padding: "same", dilation: 2, groups: 2, bias: false }),
  "Conv2d reflect": () => new nn.Conv2d(2, 3, 3, { padding: [2, 1], paddingMode: "reflect" }),
  "Conv2d replicate same": () => new nn.Conv2d(1, 2, [2, 3], { padding: "same", paddingMode: "replicate" }),
  ConvTranspose1d: () => new nn.ConvTranspose1d(4, 6, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2 }),
  ConvTranspose2d: () => new nn.ConvTranspose2d(2, 3, [3, 2], { stride: 2, padding: [1, 0], outputPadding: 1 }),
  MaxPool1d: () => new nn.MaxPool1d(3, { stride: 2, padding: 1 }),
  MaxPool2d: () => new nn.MaxPool2d([2, 3], { stride: [2, 1], padding: [0, 1], ceilMode: true }),
  AvgPool1d: () => new nn.AvgPool1d(3, { stride: 2, padding: 1, countIncludePad: false }),
  AvgPool2d: () => new nn.AvgPool2d(2),
  AdaptiveAvgPool2d: () => new nn.AdaptiveAvgPool2d([2, null]),
  BatchNorm1d: () => new nn.BatchNorm1d(3),
  "BatchNorm1d of sequences": () => new nn.BatchNorm1d(3, { eps: 0.1, momentum: 0.5 }),
  "BatchNorm1d without weight": () => new nn.BatchNorm1d(3, { affine: false }),
  BatchNorm2d: () => new nn.BatchNorm2d(3),
  "BatchNorm2d average": () => new nn.BatchNorm2d(3, { momentum: null }),
  "BatchNorm2d without statistics": () => new nn.BatchNorm2d(3, { trackRunningStats: false }),
  LayerNorm: () => new nn.LayerNorm([3, 4]),
  "LayerNorm without weight": () => new nn.LayerNorm(4, { eps: 0.1, elementwiseAffine: false }),
  GroupNorm: () => new nn.GroupNorm(2, 4),
  InstanceNorm2d: () => new nn.InstanceNorm2d(3),
  "InstanceNorm2d with all": () => new nn.InstanceNorm2d(3, { affine: true, trackRunningStats: true }),
  "InstanceNorm2d of one": () => new nn.InstanceNorm2d(3, { affine: true }),
  RMSNorm: () => new nn.RMSNorm(4),
  "RMSNorm eps": () => new nn.RMSNorm(4, { eps: 0.1 }),
  Embedding: () => new nn.Embedding(6, 3),
  "Embedding with padding": () => new nn.Embedding(6, 3, { paddingIdx: -2 }),
  Flatten: () => new nn.Flatten(),
  "Flatten some": () => new nn.Flatten({ startDim: 0, endDim: 1 }),
  Unflatten: () => new nn.Unflatten(1, [2, 3]),
  "Upsample nearest": () => new nn.Upsample({ scaleFactor: 2 }),
  "Upsample bilinear": () => new nn.Upsample({ size: [3, 5], mode: "bilinear", alignCorners: true }),
  "Upsample bilinear by factor": () => new nn.Upsample({ scaleFactor: 1.5, mode: "bilinear" }),
  Identity: () => new nn.Identity(),
  CELU: () => new nn.CELU(0.7),
  ELU: () => new nn.ELU({ alpha: 0.7 }),
  GELU: () => new nn.GELU(),
  "GELU tanh": () => new nn.GELU({ approximate: "tanh" }),
  GLU: () => new nn.GLU(0),
  Hardsigmoid: () => new nn.Hardsigmoid(),
  Hardswish: () => new nn.Hardswish(),
  Hardtanh: () => new nn.Hardtanh({ minVal: -0.5, maxVal: 2 }),
  LeakyReLU: () => new nn.LeakyReLU(0.2),
  LogSigmoid: () => new nn.LogSigmoid(),
  LogSoftmax: () => new nn.LogSoftmax(-1),
  Mish: () => new nn.Mish(),
  PReLU: () => new nn.PReLU(),
  "PReLU per channel": () => new nn.PReLU({ numParameters: 3, init: 0.1 }),
  ReLU: () => new nn.ReLU(),
  ReLU6: () => new nn.ReLU6(),
  SELU: () => new nn.SELU(),
  Sigmoid: () => new nn.Sigmoid(),
  SiLU: () => new nn.SiLU(),
  Softmax: () => new nn.Softmax({ dim: 0 }),
  Softplus: () => new nn.Softplus({ beta: 2, threshold: 3 }),
  Softsign: () => new nn.Softsign(),
  Tanh: () => new nn.Tanh(),
};

const full = { numLayers: 2, bidirectional: true, batchFirst: true } as const;

/** Those of recurrent.json, as in tooling/reference/layers.py. */
export const recurrentMakers: Makers<typeof recurrentCases> = {
  RNN: () => new nn.RNN(3, 4),
  "RNN of one step": () => new nn.RNN(3, 4),
  "RNN relu": () => new nn.RNN(3, 4, { numLayers: 2, nonlinearity: "relu", bias: false }),
  "RNN both ways": () => new nn.RNN(3, 4, { bidirectional: true, batchFirst: true }),
  LSTM: () => new nn.LSTM(3, 4),
  "LSTM with all": () => new nn.LSTM(3, 4, full),
  "LSTM without bias": () => new nn.LSTM(3, 4, { numLayers: 3, bias: false }),
  "LSTM unbatched": () => new nn.LSTM(3, 4, { bidirectional: true }),
  "LSTM unbatched, batch first": () => new nn.LSTM(3, 4, { batchFirst: true }),
  GRU: () => new nn.GRU(3, 4),
  "GRU with all": () => new nn.GRU(3, 4, full),
  "GRU without bias": () => new nn.GRU(3, 4, { bias: false }),
  "GRU unbatched": () => new nn.GRU(3, 4, { numLayers: 2 }),
  RNNCell: () => new nn.RNNCell(3, 4),
  "RNNCell relu": () => new nn.RNNCell(3, 4, { nonlinearity: "relu", bias: false }),
  LSTMCell: () => new nn.LSTMCell(3, 4),
  "LSTMCell without state": () => new nn.LSTMCell(3, 4, { bias: false }),
  GRUCell: () => new nn.GRUCell(3, 4),
  "GRUCell unbatched": () => new nn.GRUCell(3, 4, { bias: false }),
};

const small = { dimFeedforward: 5, dropout: 0 };
const batched = { ...small, batchFirst: true };
const pre = { ...batched, normFirst: true, activation: "gelu", layerNormEps: 0.1 } as const;

/** Those of transformers.json, as in tooling/reference/layers.py. */
export const transformerMakers: Makers<typeof transformerCases> = {
  MultiheadAttention: () => new nn.MultiheadAttention(6, 3, { batchFirst: true }),
  "MultiheadAttention with masks": () => new nn.MultiheadAttention(6, 3, { bias: false }),
  "MultiheadAttention of other features": () => new nn.MultiheadAttention(6, 2, { kdim: 5, vdim: 7 }),
  "MultiheadAttention unbatched": () => new nn.MultiheadAttention(6, 3),
  TransformerEncoderLayer: () => new nn.TransformerEncoderLayer(6, 3, batched),
  "TransformerEncoderLayer norm first": () => new nn.TransformerEncoderLayer(6, 3, pre),
  TransformerEncoder: () =>
    new nn.TransformerEncoder(new nn.TransformerEncoderLayer(6, 3, small), 2, { norm: new nn.LayerNorm(6) }),
  TransformerDecoderLayer: () => new nn.TransformerDecoderLayer(6, 3, small),
  "TransformerDecoderLayer norm first": () => new nn.TransformerDecoderLayer(6, 3, pre),
  TransformerDecoder: () => new nn.TransformerDecoder(new nn.TransformerDecoderLayer(6, 3, batched), 2),
};

/** The tensors that `module` gives; of several inputs of a recurrent one all but the first are its state. */
export function outputsOf(module: nn.Module, inputs: readonly Tensor[], options?: object): Tensor[] {
  const [x, ...states] = inputs;
  const hasPair = module instanceof nn.LSTM || module instanceof nn.LSTMCell;
  const args = hasPair && states.length > 0 ? [x, states] : inputs;
  const outputs: unknown = module.forward(...([...args, ...(options ? [options] : [])] as never[]));
  return [outputs].flat(2).filter((output) => output instanceof Tensor);
}
