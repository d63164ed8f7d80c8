import {
  add,
  conv2d,
  crossEntropy,
  div,
  exp,
  flatten,
  gelu,
  layerNorm,
  linear,
  log,
  matmul,
  maxPool2d,
  mean,
  mul,
  relu,
  reshape,
  rnnTanhCell,
  scaledDotProductAttention as attention,
  scatterAdd,
  slice,
  softmax,
  sub,
  sum,
  tanh,
  transpose,
  where,
} from "@nn/core";
import { casesOf, row, type Case } from "../case";
import { bools, floats, givenInts, positive } from "../inputs";

/** Ops together, as models use them: values that are used twice, shared weights, views of views. */
export const programsTable: readonly Case[] = [
  ...casesOf("programs", "crossEntropy", "deep", [
    row("a network of two layers", { x: floats([3, 4]), v: floats([5, 4]), b: floats([5]), w: floats([3, 5]), t: givenInts([2, 0, 1]) }, ({ x, v, b, w, t }) => crossEntropy(linear(tanh(linear(x, v, b)), w), t), "F.cross_entropy(F.linear(torch.tanh(F.linear(x, v, b)), w), t.long())"),
    row("a convolutional network", { x: floats([2, 1, 6, 6]), k: floats([2, 1, 3, 3]), b: floats([2]), w: floats([3, 8]), t: givenInts([2, 0]) }, ({ x, k, b, w, t }) => crossEntropy(linear(flatten(maxPool2d(relu(conv2d(x, k, b)), { kernelSize: 2 }), { startDim: 1 }), w), t), "F.cross_entropy(F.linear(F.max_pool2d(F.relu(F.conv2d(x, k, b)), 2).flatten(1), w), t.long())", { tolerance: "deep" }),
  ]),
  ...casesOf("programs", "layerNorm", "deep", [
    row("a transformer block", { x: floats([1, 3, 4]), w: floats([12, 4]), o: floats([4, 4]), f: floats([6, 4]), g: floats([4, 6]) }, ({ x, w, o, f, g }) => {
      const [q, k, v] = [0, 4, 8].map((start) => slice(linear(x, w), [null, null, [start, start + 4]]));
      const heads = [q, k, v].map((t) => transpose(reshape(t, [1, 3, 2, 2]), 1, 2));
      const mixed = reshape(transpose(attention(heads[0], heads[1], heads[2], { isCausal: true }), 1, 2), [1, 3, 4]);
      const h = layerNorm(add(x, linear(mixed, o)), { normalizedShape: 4, eps: 0.125 });
      return layerNorm(add(h, linear(gelu(linear(h, f)), g)), { normalizedShape: 4, eps: 0.125 });
    }, "transformer_block(x, w, o, f, g)"),
  ]),
  ...casesOf("programs", "rnnTanhCell", "deep", [
    row("three steps with the same weights", { x: floats([3, 2, 2]), h: floats([2, 3]), wi: floats([3, 2]), wh: floats([3, 3]) }, ({ x, h, wi, wh }) => [0, 1, 2].reduce((state, step) => rnnTanhCell(slice(x, [step]), state, { weightIh: wi, weightHh: wh }), h), "torch._VF.rnn_tanh_cell(x[2], torch._VF.rnn_tanh_cell(x[1], torch._VF.rnn_tanh_cell(x[0], h, wi, wh), wi, wh), wi, wh)"),
  ]),
  ...casesOf("programs", "add", "deep", [
    row("a value used three times", { x: floats([4]) }, ({ x }) => { const y = exp(x); return add(mul(y, y), add(y, mul(x, y))); }, "x.exp() ** 2 + x.exp() + x * x.exp()"),
    row("views of one tensor", { x: floats([3, 4]) }, ({ x }) => add(matmul(x, transpose(x, 0, 1)), mul(slice(x, [null, [0, 3]]), slice(x, [null, [null, 0, -1]]))), "x @ x.t() + x[:, 0:3] * x.flip(1)[:, 0:3]"),
  ]),
  ...casesOf("programs", "div", "deep", [
    row("a softmax by hand", { x: floats([3, 4]) }, ({ x }) => { const e = exp(sub(x, mean(x, { dim: 1, keepdim: true }))); return div(e, sum(e, { dim: 1, keepdim: true })); }, "torch.softmax(x, 1)"),
    row("a tensor by itself", { x: positive([4]) }, ({ x }) => div(x, x), "x / x"),
  ]),
  ...casesOf("programs", "where", "deep", [
    row("both branches of one tensor", { c: bools([5]), x: positive([5]) }, ({ c, x }) => where(c, log(x), mul(x, x)), "torch.where(c, x.log(), x * x)"),
  ]),
  ...casesOf("programs", "scatterAdd", "deep", [
    row("a tensor into itself", { x: positive([4]), i: givenInts([3, 3, 0, 1]) }, ({ x, i }) => scatterAdd(x, i, mul(x, softmax(x, { dim: 0 })), { dim: 0 }), "x.scatter_add(0, i.long(), x * torch.softmax(x, 0))"),
  ]),
]; // oxfmt-ignore
