import {
  add,
  cat,
  chunk,
  conv2d,
  crossEntropy,
  embedding,
  expand,
  gelu,
  layerNorm,
  maxPool2d,
  mean,
  mul,
  ne,
  pad,
  reshape,
  scatterAdd,
  sigmoid,
  softmax,
  sub,
  sum,
  tanh,
  unsqueeze,
  var as variance,
  vjp,
  where,
  zeros,
  type FusedKernels,
  type Kernel,
  type Tensor,
  type View,
} from "@nn/core";
import { numbersOf } from "../src/compare";
import { tensorOf } from "../src/materialize";
import { load, store } from "../src/reference/memory";
import { plainBackend } from "../src/reference/plain-backend";

const unfused = plainBackend();

/** A kernel that computes with ops on a backend without fused kernels. */
function kernel<A>(compute: (inputs: Tensor[], attrs: A) => Tensor[]): Kernel<A> {
  return (inputs, outputs, attrs) => {
    const results = compute(inputs.map(toTensor), attrs);
    outputs.forEach((output, i) => store(output, numbersOf(results[i].dataSync(), output.dtype)));
  };
}

function toTensor(view: View): Tensor {
  return tensorOf(unfused, load(view), view.shape, view.dtype);
}

/** Zeros around, then a convolution without padding. */
function convolve(x: Tensor, weight: Tensor, bias: Tensor | undefined, attrs: ConvAttrs): Tensor {
  const [top, bottom, left, right] = attrs.padding;
  const { stride, dilation, groups } = attrs;
  return conv2d(pad(x, [left, right, top, bottom]), weight, bias, { stride, dilation, groups });
}
type ConvAttrs = Parameters<NonNullable<FusedKernels["conv2d"]>>[2];

const quarters = (gates: Tensor): Tensor[] => chunk(gates, 4, { dim: 1 });

const joined = (gates: Tensor[]): Tensor => cat(gates, { dim: 1 });

/** g times the slopes of the activations, sigmoid but for the one called `tanhAt`, whose values are `ys`. */
function throughActivations(g: Tensor[], ys: Tensor[], tanhAt: number): Tensor[] {
  return g.map((v, k) => mul(v, k === tanhAt ? sub(1, mul(ys[k], ys[k])) : mul(ys[k], sub(1, ys[k]))));
}

/** Fused kernels to break: right, if slow. */
export const fusedKernels = {
  softmax: kernel<{ dim: number }>(([x], { dim }) => [softmax(x, { dim })]),
  gelu: kernel<{ approximate: "none" | "tanh" }>(([x], { approximate }) => [gelu(x, { approximate })]),
  conv2d: kernel<ConvAttrs>(([x, w, b], attrs) => [convolve(x, w, b, attrs)]),
  conv2dInputGrad: kernel<ConvAttrs & { inputSize: readonly [number, number] }>(([g, w], attrs) => {
    const x = zeros([g.shape[0], w.shape[1] * attrs.groups, ...attrs.inputSize], { dtype: g.dtype, backend: unfused });
    return vjp((t: Tensor) => convolve(t, w, undefined, attrs), x)[1](g);
  }),
  conv2dWeightGrad: kernel<ConvAttrs & { kernelSize: readonly [number, number] }>(([g, x], attrs) => {
    const shape = [g.shape[1], x.shape[1] / attrs.groups, ...attrs.kernelSize];
    return vjp((w: Tensor) => convolve(x, w, undefined, attrs), zeros(shape, { dtype: g.dtype, backend: unfused }))[1](
      g,
    );
  }),
  maxPool2d: kernel<Parameters<NonNullable<FusedKernels["maxPool2d"]>>[2]>(([x], { outputSize, ...attrs }) => {
    for (const ceilMode of [false, true]) {
      const { values, indices } = maxPool2d(x, { ...attrs, ceilMode, returnIndices: true });
      if (values.shape[2] === outputSize[0] && values.shape[3] === outputSize[1]) return [values, indices];
    }
    throw new Error("no pooling of this size");
  }),
  layerNorm: kernel<{ dims: number; eps: number }>(([x, weight, bias], { dims, eps }) => {
    const normalizedShape = x.shape.slice(x.ndim - dims);
    const rows = reshape(x, [...x.shape.slice(0, x.ndim - dims), -1]);
    const y = layerNorm(x, { normalizedShape, weight, bias, eps });
    return [y, mean(rows, { dim: -1 }), variance(rows, { dim: -1, correction: 0 })];
  }),
  crossEntropy: kernel<{ ignoreIndex: number }>(([x, target], { ignoreIndex }) => [
    crossEntropy(x, target, { ignoreIndex, reduction: "none" }),
  ]),
  crossEntropyGrad: kernel<{ ignoreIndex: number }>(([g, x, target], { ignoreIndex }) =>
    vjp((t: Tensor) => crossEntropy(t, target, { ignoreIndex, reduction: "none" }), x)[1](g),
  ),
  softmaxGrad: kernel<{ dim: number }>(([g, y], { dim }) => [mul(y, sub(g, sum(mul(g, y), { dim, keepdim: true })))]),
  geluGrad: kernel<{ approximate: "none" | "tanh" }>(([g, x], { approximate }) =>
    vjp((t: Tensor) => gelu(t, { approximate }), x)[1](g),
  ),
  maxPool2dGrad: kernel<{ inputSize: readonly [number, number] }>(([g, positions], { inputSize: [h, w] }) => {
    const [n, c] = g.shape;
    const blank = zeros([n, c, h * w], { dtype: g.dtype, backend: unfused });
    const spread = scatterAdd(blank, reshape(positions, [n, c, -1]), reshape(g, [n, c, -1]), { dim: 2 });
    return [reshape(spread, [n, c, h, w])];
  }),
  layerNormGrad: kernel<{ dims: number; eps: number }>(([g, x, , , weight], { dims, eps }) => {
    const normalizedShape = x.shape.slice(x.ndim - dims);
    const through = (make: (t: Tensor) => Tensor, at: Tensor): Tensor => vjp(make, at)[1](g)[0];
    const toX = through((t) => layerNorm(t, { normalizedShape, weight, eps }), x);
    if (!weight) return [toX];
    const toWeight = through((t) => layerNorm(x, { normalizedShape, weight: t, eps }), weight);
    return [toX, toWeight, through((t) => layerNorm(x, { normalizedShape, weight, bias: t, eps }), weight)];
  }),
  embedding: kernel<{ paddingIndex: number }>(([weight, index]) => [embedding(index, weight)]),
  embeddingGrad: kernel<{ rows: number; paddingIndex: number }>(([g, index], { rows, paddingIndex }) => {
    const columns = g.shape[g.ndim - 1];
    const isKept = unsqueeze(ne(reshape(index, [index.size]), paddingIndex), 1);
    const places = expand(reshape(index, [index.size, 1]), [index.size, columns]);
    const source = where(isKept, reshape(g, [index.size, columns]), 0);
    return [scatterAdd(zeros([rows, columns], { dtype: g.dtype, backend: unfused }), places, source, { dim: 0 })];
  }),
  lstmGates: kernel(([x, h, c]) => {
    const gates = quarters(add(x, h)).map((sum, k) => (k === 2 ? tanh(sum) : sigmoid(sum)));
    const next = add(mul(gates[1], c), mul(gates[0], gates[2]));
    return [mul(gates[3], tanh(next)), next, joined(gates)];
  }),
  lstmGatesGrad: kernel(([ofHidden, ofCell, activated, c]) => {
    const states = (all: Tensor, cell: Tensor): Tensor => {
      const [input, forget, candidate, output] = quarters(all);
      const next = add(mul(forget, cell), mul(input, candidate));
      return joined([mul(output, tanh(next)), next]);
    };
    const [toActivated, toCell] = vjp(states, activated, c)[1](joined([ofHidden, ofCell]));
    return [joined(throughActivations(quarters(toActivated), quarters(activated), 2)), toCell];
  }),
  gruGates: kernel(([x, h, hidden]) => {
    const [[a, b, c], [d, e, f]] = [x, h].map((gates) => chunk(gates, 3, { dim: 1 }));
    const [reset, update] = [sigmoid(add(a, d)), sigmoid(add(b, e))];
    const candidate = tanh(add(c, mul(reset, f)));
    const next = add(mul(sub(1, update), candidate), mul(update, hidden));
    return [next, joined([reset, update, candidate, f])];
  }),
  gruGatesGrad: kernel(([g, activated, hidden]) => {
    const [reset, update, candidate, candidateHidden] = quarters(activated);
    const mixed = (z: Tensor, n: Tensor, h: Tensor): Tensor => add(mul(sub(1, z), n), mul(z, h));
    const [toUpdate, toCandidate, toHidden] = vjp(mixed, update, candidate, hidden)[1](g);
    const [toSum] = throughActivations([toCandidate], [candidate], 0);
    const shared = throughActivations([mul(toSum, candidateHidden), toUpdate], [reset, update], -1);
    return [joined([...shared, toSum]), joined([...shared, mul(toSum, reset)]), toHidden];
  }),
} satisfies FusedKernels;

export const fusedPlainBackend = (): ReturnType<typeof plainBackend> => plainBackend(fusedKernels);
