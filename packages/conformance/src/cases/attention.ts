import {
  dropout,
  gruCell,
  lstmCell,
  rnnReluCell,
  rnnTanhCell,
  rope,
  scope,
  scaledDotProductAttention as attention,
} from "@nn/core";
import { casesOf, large, row, type Case, type OpName, type Row } from "../case";
import { floats, given, givenBools, SPECIAL } from "../inputs";

const deep = (op: OpName, ...rows: Row[]): Case[] => casesOf("attention", op, "deep", rows);

const qkv = { q: floats([2, 3, 4]), k: floats([2, 5, 4]), v: floats([2, 5, 3]) };
/** x, h and PyTorch's weights of a cell of 3 inputs and 2 hidden units. */
const cell = (gates: number) => ({
  x: floats([2, 3]),
  h: floats([2, 2]),
  wi: floats([2 * gates, 3]),
  wh: floats([2 * gates, 2]),
  bi: floats([2 * gates]),
  bh: floats([2 * gates]),
});

/** The same with 5 hidden units and the weights of h alone: x is the input's part of the gates. */
const ready = (gates: number) => ({
  x: floats([3, 5 * gates]),
  h: floats([3, 5]),
  wh: floats([5 * gates, 5]),
  bh: floats([5 * gates]),
});
/** The same for gates of all kinds of numbers. */
const special = (gates: number) => ({
  x: given(
    Array.from({ length: 10 * gates }, (_, i) => SPECIAL[(i + Math.floor(i / 10)) % 10]),
    [2, 5 * gates],
  ),
  h: floats([2, 5]),
  wh: floats([5 * gates, 5]),
});
/** The same with sizes that end between the vectors and rows for several threads. */
const many = (gates: number) => ({
  x: floats([131, 67 * gates]),
  h: floats([131, 67]),
  wh: floats([67 * gates, 67], { low: -0.25, high: 0.25, margin: 0 }),
  bh: floats([67 * gates]),
});

export const attentionTable: readonly Case[] = [
  ...deep("scaledDotProductAttention",
    row("plain", qkv, ({ q, k, v }) => attention(q, k, v), "attention(q, k, v)"),
    row("heads", { q: floats([2, 2, 3, 4]), k: floats([2, 2, 3, 4]), v: floats([2, 2, 3, 4]) }, ({ q, k, v }) => attention(q, k, v), "attention(q, k, v)"),
    row("without a batch", { q: floats([3, 4]), k: floats([5, 4]), v: floats([5, 2]) }, ({ q, k, v }) => attention(q, k, v), "attention(q, k, v)"),
    row("causal", { q: floats([2, 4, 2]), k: floats([2, 4, 2]), v: floats([2, 4, 3]) }, ({ q, k, v }) => attention(q, k, v, { isCausal: true }), "attention(q, k, v, causal=True)"),
    row("causal, lengths differ", { q: floats([1, 3, 2]), k: floats([1, 5, 2]), v: floats([1, 5, 2]) }, ({ q, k, v }) => attention(q, k, v, { isCausal: true }), "attention(q, k, v, causal=True)"),
    row("a mask to add", { ...qkv, m: floats([3, 5]) }, ({ q, k, v, m }) => attention(q, k, v, { attnMask: m }), "attention(q, k, v, m)"),
    row("a mask of truth values", { ...qkv, m: givenBools([1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1], [3, 5]) }, ({ q, k, v, m }) => attention(q, k, v, { attnMask: m }), "attention(q, k, v, m)"),
    row("a mask per head", { q: floats([1, 2, 3, 4]), k: floats([1, 2, 3, 4]), v: floats([1, 2, 3, 4]), m: floats([2, 1, 3]) }, ({ q, k, v, m }) => attention(q, k, v, { attnMask: m }), "attention(q, k, v, m)"),
    row("a scale", qkv, ({ q, k, v }) => attention(q, k, v, { scale: 0.25 }), "attention(q, k, v, scale=0.25)"),
    row("batches that broadcast", { q: floats([2, 3, 4]), k: floats([1, 5, 4]), v: floats([1, 5, 3]) }, ({ q, k, v }) => attention(q, k, v), "attention(q, k, v)"),
    row("no batch elements", { q: floats([0, 3, 4]), k: floats([0, 5, 4]), v: floats([0, 5, 3]) }, ({ q, k, v }) => attention(q, k, v), "attention(q, k, v)"),
    row("one place", { q: floats([2, 1, 4]), k: floats([2, 1, 4]), v: floats([2, 1, 3]) }, ({ q, k, v }) => attention(q, k, v, { isCausal: true }), "attention(q, k, v, causal=True)"),
    row("a row that may attend to nothing", { ...qkv, m: givenBools([1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [3, 5]) }, ({ q, k, v, m }) => attention(q, k, v, { attnMask: m }), "attention(q, k, v, m)", { grad: [] }),
    large("long sequences", { q: floats([3, 131, 16]), k: floats([3, 137, 16]), v: floats([3, 137, 24]) }, ({ q, k, v }) => attention(q, k, v)),
  ),
  ...deep("rope",
    row("halves", { x: floats([2, 3, 4]) }, ({ x }) => rope(x), "rope(x)"),
    row("neighbours, from an offset", { x: floats([5, 6]) }, ({ x }) => rope(x, { interleaved: true, offset: 3, base: 100 }), "rope(x, 100, 3, True)"),
  ),
  ...deep("rnnTanhCell",
    row("a step", cell(1), ({ x, h, wi, wh, bi, bh }) => rnnTanhCell(x, h, { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.rnn_tanh_cell(x, h, wi, wh, bi, bh)"),
    row("without biases", cell(1), ({ x, h, wi, wh }) => rnnTanhCell(x, h, { weightIh: wi, weightHh: wh }), "torch._VF.rnn_tanh_cell(x, h, wi, wh)", { grad: ["x", "h", "wi", "wh"] }),
    row("ready input", ready(1), ({ x, h, wh, bh }) => rnnTanhCell(x, h, { weightHh: wh, biasHh: bh }), "torch.tanh(x + h @ wh.T + bh)"),
  ),
  ...deep("rnnReluCell",
    row("a step", cell(1), ({ x, h, wi, wh, bi, bh }) => rnnReluCell(x, h, { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.rnn_relu_cell(x, h, wi, wh, bi, bh)"),
    row("ready input", ready(1), ({ x, h, wh, bh }) => rnnReluCell(x, h, { weightHh: wh, biasHh: bh }), "torch.relu(x + h @ wh.T + bh)"),
  ),
  ...deep("lstmCell",
    row("a step", { ...cell(4), c: floats([2, 2]) }, ({ x, h, c, wi, wh, bi, bh }) => lstmCell(x, [h, c], { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.lstm_cell(x, (h, c), wi, wh, bi, bh)"),
    row("two steps", { ...cell(4), c: floats([2, 2]), y: floats([2, 3]) }, ({ x, y, h, c, wi, wh }) => scope(() => lstmCell(y, lstmCell(x, [h, c], { weightIh: wi, weightHh: wh }), { weightIh: wi, weightHh: wh })), "torch._VF.lstm_cell(y, torch._VF.lstm_cell(x, (h, c), wi, wh), wi, wh)", { grad: ["x", "y", "h", "c", "wi", "wh"] }),
    row("without a batch", { ...cell(4), x: floats([3]), h: floats([2]), c: floats([2]) }, ({ x, h, c, wi, wh, bi, bh }) => lstmCell(x, [h, c], { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "tuple(y[0] for y in torch._VF.lstm_cell(x[None], (h[None], c[None]), wi, wh, bi, bh))"),
    row("no batch elements", { ...cell(4), x: floats([0, 3]), h: floats([0, 2]), c: floats([0, 2]) }, ({ x, h, c, wi, wh, bi, bh }) => lstmCell(x, [h, c], { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.lstm_cell(x, (h, c), wi, wh, bi, bh)"),
    row("ready input", { ...ready(4), c: floats([3, 5]) }, ({ x, h, c, wh, bh }) => lstmCell(x, [h, c], { weightHh: wh, biasHh: bh }), "torch._VF.lstm_cell(x, (h, c), torch.eye(20, dtype=x.dtype), wh, 0 * bh, bh)"),
    row("the cell state alone", { ...ready(4), c: floats([3, 5]) }, ({ x, h, c, wh, bh }) => scope(() => lstmCell(x, [h, c], { weightHh: wh, biasHh: bh })[1]), "torch._VF.lstm_cell(x, (h, c), torch.eye(20, dtype=x.dtype), wh, 0 * bh, bh)[1]"),
    row("NaN and infinities", { ...special(4), c: floats([2, 5]) }, ({ x, h, c, wh }) => lstmCell(x, [h, c], { weightHh: wh }), "(lambda c, i, f, g, o: (lambda n: (o.sigmoid() * n.tanh(), n))(f.sigmoid() * c + i.sigmoid() * g.tanh()))(c, *(x + h @ wh.T).chunk(4, 1))", { grad: [] }),
    large("many rows", { ...many(4), c: floats([131, 67]) }, ({ x, h, c, wh, bh }) => lstmCell(x, [h, c], { weightHh: wh, biasHh: bh })),
  ),
  ...deep("gruCell",
    row("a step", cell(3), ({ x, h, wi, wh, bi, bh }) => gruCell(x, h, { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.gru_cell(x, h, wi, wh, bi, bh)"),
    row("two steps", { ...cell(3), y: floats([2, 3]) }, ({ x, y, h, wi, wh }) => scope(() => gruCell(y, gruCell(x, h, { weightIh: wi, weightHh: wh }), { weightIh: wi, weightHh: wh })), "torch._VF.gru_cell(y, torch._VF.gru_cell(x, h, wi, wh), wi, wh)", { grad: ["x", "y", "h", "wi", "wh"] }),
    row("without a batch", { ...cell(3), x: floats([3]), h: floats([2]) }, ({ x, h, wi, wh, bi, bh }) => gruCell(x, h, { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.gru_cell(x[None], h[None], wi, wh, bi, bh)[0]"),
    row("no batch elements", { ...cell(3), x: floats([0, 3]), h: floats([0, 2]) }, ({ x, h, wi, wh, bi, bh }) => gruCell(x, h, { weightIh: wi, weightHh: wh, biasIh: bi, biasHh: bh }), "torch._VF.gru_cell(x, h, wi, wh, bi, bh)"),
    row("ready input", ready(3), ({ x, h, wh, bh }) => gruCell(x, h, { weightHh: wh, biasHh: bh }), "torch._VF.gru_cell(x, h, torch.eye(15, dtype=x.dtype), wh, 0 * bh, bh)"),
    row("NaN and infinities", special(3), ({ x, h, wh }) => gruCell(x, h, { weightHh: wh }), "(lambda h, r, z, n, s, u, m: (lambda c: c + (z + u).sigmoid() * (h - c))((n + (r + s).sigmoid() * m).tanh()))(h, *x.chunk(3, 1), *(h @ wh.T).chunk(3, 1))", { grad: [] }),
    large("many rows", many(3), ({ x, h, wh, bh }) => gruCell(x, h, { weightHh: wh, biasHh: bh })),
  ),
  ...casesOf("attention", "dropout", "exact", [
    row("not in training", { x: floats([2, 3]) }, ({ x }) => dropout(x, { training: false }), "x * 1"),
    row("p = 0", { x: floats([2, 3]) }, ({ x }) => dropout(x, { p: 0 }), "x * 1"),
    row("p = 1", { x: floats([2, 3]) }, ({ x }) => dropout(x, { p: 1 }), "x * 0"),
  ]),
]; // oxfmt-ignore
