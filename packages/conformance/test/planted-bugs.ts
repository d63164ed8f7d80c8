import { sizeOf } from "@nn/core";
import { load, store } from "../src/reference/memory";
import { plainBackend } from "../src/reference/plain-backend";
import { withKernels } from "../src/wrap";
import { edit, fused, primitive, withoutStrides, type Bug } from "./bugs";

const last = <T>(items: ArrayLike<T>): T => items[items.length - 1];

/** At least one mistake per primitive. */
const primitives: readonly Bug[] = [
  primitive("unary", "sin gives cos", ["sin"], ({ inputs, outputs, attrs: { op }, kernel }) => kernel(inputs, outputs, { op: op === "sin" ? "cos" : op })),
  primitive("unary", "sigmoid overflows", ["sigmoid"], ({ run, inputs: [x], outputs: [y], attrs: { op } }) => (op === "sigmoid" ? store(y, load(x).map((v) => Math.exp(v) / (1 + Math.exp(v)))) : run())),
  primitive("unary", "relu swallows NaN", ["relu"], ({ run, inputs: [x], outputs: [y], attrs: { op } }) => (op === "relu" ? store(y, load(x).map((v) => (v > 0 ? v : 0))) : run())),
  primitive("unary", "halves round up", ["round"], ({ run, inputs: [x], outputs: [y], attrs: { op } }) => (op === "round" ? store(y, load(x).map(Math.round)) : run())),
  primitive("unary", "expm1 loses digits near 0", ["expm1"], ({ run, inputs: [x], outputs: [y], attrs: { op } }) => (op === "expm1" ? store(y, load(x).map((v) => Math.fround(Math.fround(Math.exp(v)) - 1))) : run())),
  primitive("unary", "erf is right to three digits", ["erf"], ({ run, outputs: [y], attrs: { op } }) => { run(); if (op === "erf") edit(y, (v) => v.map((e) => e * 1.0005)); }),
  primitive("unary", "negative strides are not followed", ["exp"], ({ inputs: [x], outputs, attrs, kernel }) => kernel([x.strides.some((s) => s < 0) ? withoutStrides(x) : x], outputs, attrs)),
  primitive("unary", "offsets are ignored", ["exp"], ({ inputs: [x], outputs, attrs, kernel }) => kernel([{ ...x, offset: x.strides.some((s) => s < 0) ? x.offset : 0 }], outputs, attrs)),
  primitive("unary", "elements beyond 65,535 stay zero", ["exp"], ({ run, outputs: [y] }) => { run(); edit(y, (v) => v.fill(0, 65535)); }),
  primitive("binary", "sub takes its arguments the other way", ["sub"], ({ inputs: [a, b], outputs, attrs, kernel }) => kernel(attrs.op === "sub" ? [b, a] : [a, b], outputs, attrs)),
  primitive("binary", "maximum swallows NaN", ["maximum"], ({ run, inputs: [a, b], outputs: [y], attrs: { op } }) => { run(); const [p, q] = [load(a), load(b)]; if (op === "maximum") edit(y, (v) => v.map((m, i) => (m === m ? m : p[i] === p[i] ? p[i] : q[i]))); }),
  primitive("binary", "broadcasting repeats the first element", ["add"], ({ inputs: [a, b], outputs, attrs, kernel }) => kernel([a, b.strides.includes(0) ? { ...b, strides: b.strides.map(() => 0) } : b], outputs, attrs)),
  primitive("binary", "remainder has the dividend's sign", ["remainder"], ({ run, inputs: [a, b], outputs: [y], attrs: { op } }) => { run(); const [p, q] = [load(a), load(b)]; if (op === "remainder") store(y, p.map((v, i) => v % q[i])); }),
  primitive("binary", "integers do not wrap", ["mul"], ({ run, inputs: [a, b], outputs: [y], attrs: { op } }) => { run(); const [p, q] = [load(a), load(b)]; if (op === "mul" && y.dtype === "int32") store(y, p.map((v, i) => Math.fround(v * q[i]))); }),
  primitive("compare", "le is lt", ["le"], ({ inputs, outputs, attrs: { op }, kernel }) => kernel(inputs, outputs, { op: op === "le" ? "lt" : op })),
  primitive("compare", "NaN equals NaN", ["eq"], ({ run, inputs: [a, b], outputs: [y], attrs: { op } }) => { run(); const [p, q] = [load(a), load(b)]; if (op === "eq") edit(y, (v) => v.map((e, i) => (p[i] !== p[i] && q[i] !== q[i] ? 1 : e))); }),
  primitive("where", "mixes by multiplication", ["where"], ({ inputs: [c, a, b], outputs: [y] }) => { const [k, p, q] = [load(c), load(a), load(b)]; store(y, k.map((v, i) => v * p[i] + (1 - v) * q[i])); }),
  primitive("cast", "floats round to integers", ["cast"], ({ run, inputs: [x], outputs: [y], attrs: { dtype } }) => (dtype === "int32" ? store(y, load(x).map((v) => Math.round(v) || 0)) : run())),
  primitive("cast", "NaN becomes false", ["cast"], ({ run, inputs: [x], outputs: [y], attrs: { dtype } }) => (dtype === "bool" ? store(y, load(x).map((v) => Number(Math.abs(v) > 0))) : run())),
  primitive("copy", "strides are ignored", ["contiguous"], ({ inputs: [x], outputs, attrs, kernel }) => kernel([withoutStrides(x)], outputs, attrs)),
  primitive("full", "infinity becomes the largest number", ["full"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, value: Math.max(-3e38, Math.min(3e38, attrs.value)) })),
  primitive("arange", "steps are ignored", ["arange"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, step: 1 })),
  primitive("random", "words of a block change places", ["rand"], ({ run, outputs: [y] }) => { run(); edit(y, (v) => v.map((_, i) => v[(i ^ 1) < v.length ? i ^ 1 : i])); }),
  primitive("random", "the counter does not carry", [], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, counter: attrs.counter[0] > 2 ** 31 ? [0, attrs.counter[1]] : attrs.counter }), "random bits"),
  primitive("reduce", "the last element is left out", ["sum"], ({ inputs: [x], outputs, attrs, kernel }) => kernel([{ ...x, shape: x.shape.map((s, d) => (d === last(attrs.dims) ? s - 1 : s)) }], outputs, attrs)),
  primitive("reduce", "max swallows NaN", ["amax"], ({ run, inputs: [x], outputs: [y], attrs: { op, dims } }) => { run(); const all = load(x).filter((v) => v === v); if (op === "max" && dims.length > 0) edit(y, (v) => v.map((m) => (m === m ? m : Math.max(...all)))); }),
  primitive("reduce", "sums are kept in bfloat16", ["sum"], ({ run, outputs: [y], attrs: { op } }) => { run(); if (op === "sum") edit(y, (v) => v.map((s) => Number(s.toPrecision(3)))); }),
  primitive("reduce", "several dimensions reduce the first only", ["sum"], ({ run, outputs: [y], attrs: { dims } }) => { run(); if (dims.length > 1 && dims[0] + 1 !== dims[1]) edit(y, (v) => v.map((_, i) => v[(i + 1) % v.length])); }),
  primitive("argReduce", "the last of equal ones", ["argmax"], ({ run, inputs: [x], outputs: [y], attrs: { dim } }) => { run(); const n = last(x.shape); if (dim === x.shape.length - 1 && y.shape.length === 1) edit(y, (v) => v.map((p, i) => { const row = load(x).subarray(i * n, (i + 1) * n); return row.lastIndexOf(row[p]); })); }),
  primitive("cumulative", "starts over after 32 elements", ["cumsum"], ({ run, inputs: [x], outputs: [y] }) => { run(); const size = last(x.shape) ?? 0; if (size > 32) edit(y, (v) => v.map((s, i) => (i % size >= 32 ? s - v[i - (i % size) + 31] : s))); }),
  primitive("cumulative", "always along the last dimension", ["cumsum"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, dim: inputs[0].shape.length - 1 })),
  primitive("matmul", "transposed strides are ignored", ["matmul"], ({ inputs: [a, b], outputs, attrs, kernel }) => kernel([a, withoutStrides(b)], outputs, attrs)),
  primitive("matmul", "the last inner element is left out", ["matmul"], ({ inputs: [a, b], outputs, attrs, kernel }) => kernel([{ ...a, shape: [...a.shape.slice(0, -1), last(a.shape) - 1] }, { ...b, shape: [...b.shape.slice(0, -2), last(a.shape) - 1, last(b.shape)] }], outputs, attrs)),
  primitive("matmul", "the second batch reads the first matrix", ["bmm"], ({ inputs: [a, b], outputs, attrs, kernel }) => kernel([a, { ...b, strides: b.strides.map((s, d) => (d < b.shape.length - 2 ? 0 : s)) }], outputs, attrs)),
  primitive("matmul", "edges of blocks of 64 are left out", ["matmul"], ({ run, outputs: [y] }) => { run(); const n = last(y.shape); if (n > 64) edit(y, (v) => v.map((s, i) => (i % n === n - 1 ? 0 : s))); }),
  primitive("pad", "the value is ignored", ["pad"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, value: 0 })),
  primitive("pad", "gaps between elements are ignored", ["slice"], ({ inputs: [x], outputs: [y], attrs, kernel }) => { edit(y, (v) => v.fill(0)); kernel([x], [y], { ...attrs, interior: attrs.interior.map(() => 0) }); }),
  primitive("concat", "the third tensor comes second", ["cat"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs.length === 3 ? [inputs[0], inputs[2], inputs[1]] : inputs, outputs, attrs)),
  primitive("fold", "overlaps overwrite instead of adding", ["conv2d"], ({ run, inputs: [x], outputs: [y], attrs, kernel }) => { const ones = { ...x, buffer: { data: new Float64Array(sizeOf(x.shape)).fill(1) }, dtype: "float64" as const, offset: 0 }; const counts = { ...y, buffer: { data: new Float64Array(sizeOf(y.shape)) }, dtype: "float64" as const, offset: 0 }; kernel([ones], [counts], attrs); run(); const n = load(counts); edit(y, (v) => v.map((s, i) => (n[i] > 1 ? s / n[i] : s))); }),
  primitive("gather", "off by one", ["gather"], ({ run, outputs: [y] }) => { run(); edit(y, (v) => (v.length > 3 ? [...v.slice(1), v[0]] : v)); }),
  primitive("gather", "bad indices are clamped", [], ({ inputs: [x, index], outputs, attrs, kernel }) => { const clamped = load(index).map((i) => Math.max(0, Math.min(i, x.shape[attrs.dim] - 1))); kernel([x, { ...index, buffer: { data: Int32Array.from(clamped) }, strides: withoutStrides(index).strides, offset: 0 }], outputs, attrs); }, "indices out of range"),
  primitive("scatter", "the first write wins", ["scatter"], ({ inputs: [x, index, src], outputs, attrs, kernel }) => { const flip = (v: typeof x): typeof x => ({ ...v, buffer: { data: Float64Array.from(load(v)).reverse() }, dtype: "float64", offset: 0 }); const isVector = index.shape.length === 1; kernel(isVector ? [x, { ...flip(index), dtype: "int32" }, flip(src)] : [x, index, src], outputs, attrs); }),
  primitive("scatterAdd", "repeated indices are lost", ["scatterAdd"], ({ inputs: [x, index, src], outputs: [y], attrs: { dim } }) => { plainBackend().kernels.scatter([x, index, src], [y], { dim }); }),
  primitive("sort", "NaN comes first", ["sort"], ({ run, outputs: [values, indices] }) => { run(); const nan = load(values).filter((v) => v !== v).length; if (values.shape.length === 1 && nan > 0) for (const out of [values, indices]) edit(out, (v) => [...v.slice(v.length - nan), ...v.slice(0, v.length - nan)]); }),
  primitive("sort", "equal elements change places", ["sort"], ({ run, inputs: [x], outputs: [, indices], attrs: { descending } }) => { run(); const values = load(x); if (x.shape.length === 1 && !descending) edit(indices, (v) => v.map((_, i) => i).sort((a, b) => values[v[a]] - values[v[b]] || v[b] - v[a]).map((i) => v[i])); }),
]; // oxfmt-ignore

/** Mistakes in fused kernels, which decompositions do not have. */
const fusedBugs: readonly Bug[] = [
  fused("softmax", "no shift by the maximum", ["softmax"], ({ run, inputs: [x], outputs: [y], attrs: { dim } }) => { run(); const n = last(x.shape); if (dim === x.shape.length - 1) { const e = load(x).map(Math.exp); edit(y, (v) => v.map((_, i) => e[i] / e.subarray(i - (i % n), i - (i % n) + n).reduce((a, b) => a + b, 0))); } }),
  fused("gelu", "always approximate", ["gelu"], ({ inputs, outputs, kernel }) => kernel(inputs, outputs, { approximate: "tanh" })),
  fused("conv2d", "the bias is left out", ["conv2d"], ({ inputs: [x, w], outputs, attrs, kernel }) => kernel([x, w], outputs, attrs)),
  fused("conv2d", "dilation 3 counts as 2", ["conv2d"], ({ run, outputs: [y], attrs: { dilation } }) => { run(); if (dilation.includes(3)) edit(y, (v) => v.map((s) => s * 1.01)); }),
  fused("conv2dInputGrad", "zero where groups are used", ["conv2d"], ({ run, outputs: [y], attrs: { groups } }) => { run(); if (groups > 1) edit(y, (v) => v.fill(0)); }),
  fused("conv2dWeightGrad", "scaled by the batch size", ["conv2d"], ({ run, inputs: [g], outputs: [y] }) => { run(); edit(y, (v) => v.map((s) => s / g.shape[0])); }),
  fused("maxPool2d", "NaN is swallowed", ["maxPool2d"], ({ run, outputs: [y] }) => { run(); edit(y, (v) => v.map((m) => (m === m ? m : -Infinity))); }),
  fused("maxPool2d", "the second of equal maxima", ["maxPool2d"], ({ run, inputs: [x], outputs: [y, index] }) => { run(); const plane = load(x); const m = load(y); if (x.shape[0] * x.shape[1] === 1) edit(index, (v) => v.map((p, i) => (plane[p + 1] === m[i] ? p + 1 : p))); }),
  fused("layerNorm", "divides by n − 1", ["layerNorm"], ({ run, inputs: [x], outputs: [y] }) => { run(); const n = last(x.shape); edit(y, (v) => v.map((s) => s * Math.sqrt((n - 1) / n))); }),
  fused("layerNorm", "a wrong mean for the gradient", ["layerNorm"], ({ run, outputs: [, mean] }) => { run(); edit(mean, (v) => v.map((m) => m + 0.01)); }),
  fused("crossEntropy", "ignored targets count", ["crossEntropy"], ({ inputs: [x, target], outputs, attrs, kernel }) => { const classes = load(target).map((t) => (t === attrs.ignoreIndex ? 0 : t)); kernel([x, { ...target, buffer: { data: Int32Array.from(classes) }, offset: 0 }], outputs, { ignoreIndex: -1 }); }),
  fused("softmaxGrad", "the sum of the row is left out", ["softmax"], ({ inputs: [g, y], outputs: [x] }) => { const share = load(y); store(x, load(g).map((v, i) => v * share[i])); }),
  fused("geluGrad", "always approximate", ["gelu"], ({ inputs, outputs, kernel }) => kernel(inputs, outputs, { approximate: "tanh" })),
  fused("maxPool2dGrad", "overlapping windows overwrite instead of adding", ["maxPool2d"], ({ inputs: [g, positions], outputs: [x] }) => { const [to, from, places] = [load(x).fill(0), load(g), load(positions)]; const [window, plane] = [g.shape[2] * g.shape[3], x.shape[2] * x.shape[3]]; from.forEach((v, i) => (to[Math.floor(i / window) * plane + places[i]] = v)); store(x, to); }),
  fused("layerNormGrad", "the bias gets that of the weight", ["layerNorm"], ({ run, outputs: [, toWeight, toBias] }) => { run(); if (toBias) store(toBias, load(toWeight)); }),
  fused("layerNormGrad", "eps is left out", ["layerNorm"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, eps: 0 })),
  fused("crossEntropyGrad", "ignored targets count", ["crossEntropy"], ({ inputs: [g, x, target], outputs, attrs, kernel }) => { const classes = load(target).map((t) => (t === attrs.ignoreIndex ? 0 : t)); kernel([g, x, { ...target, buffer: { data: Int32Array.from(classes) }, offset: 0 }], outputs, { ignoreIndex: -1 }); }),
  fused("lstmGates", "the gates are input, forget, output, cell", ["lstmCell"], ({ run, outputs: [, , gates] }) => { run(); const h = gates.shape[1] / 4; edit(gates, (v) => v.map((_, i) => v[i % (4 * h) < 2 * h ? i : i % (4 * h) < 3 * h ? i + h : i - h])); }),
  fused("lstmGates", "NaN in the gates counts as 0", ["lstmCell"], ({ inputs: [x, ...rest], outputs, attrs, kernel }) => { const sums = load(x).map((v) => v || 0); kernel([{ ...x, buffer: { data: Float32Array.from(sums) }, offset: 0 }, ...rest], outputs, attrs); }),
  fused("lstmGates", "the last of an odd number of columns is left out", ["lstmCell"], ({ run, outputs: [hidden] }) => { run(); const h = hidden.shape[1]; if (h % 2 === 1) edit(hidden, (v) => v.map((y, i) => (i % h === h - 1 ? 0 : y))); }),
  fused("lstmGatesGrad", "the next step's gradient of c is left out", ["lstmCell"], ({ inputs: [g, gCell, ...rest], outputs, attrs, kernel }) => kernel([g, { ...gCell, buffer: { data: new Float32Array(load(gCell).length) }, offset: 0 }, ...rest], outputs, attrs)),
  fused("lstmGatesGrad", "the slope of the output's tanh is left out", ["lstmCell"], ({ inputs: [g, gCell, gates, c, next], outputs: [toGates, toCell], attrs, kernel }) => { kernel([g, gCell, gates, c, next], [toGates, toCell], attrs); const [bent, total] = [load(next).map(Math.tanh), load(g)]; edit(toCell, (v) => v.map((y, i) => y + total[i] * bent[i] ** 2)); }),
  fused("gruGates", "the update gate the other way", ["gruCell"], ({ run, inputs: [, , h], outputs: [y, gates] }) => { run(); const [hidden, all, n] = [load(h), load(gates), h.shape[1]]; edit(y, (v) => v.map((_, i) => { const at = Math.floor(i / n) * 4 * n + (i % n); return all[at + n] * all[at + 2 * n] + (1 - all[at + n]) * hidden[i]; })); }),
  fused("gruGates", "the candidate's h gate is saved after the reset gate", ["gruCell"], ({ run, outputs: [, gates] }) => { run(); const n = gates.shape[1] / 4; edit(gates, (v) => v.map((y, i) => (i % (4 * n) < 3 * n ? y : y * v[i - 3 * n]))); }),
  fused("gruGatesGrad", "h's gates get the gradient of x's", ["gruCell"], ({ run, outputs: [toX, toH] }) => { run(); store(toH, load(toX)); }),
  fused("gruGatesGrad", "the state gets what the update gate keeps", ["gruCell"], ({ run, inputs: [g], outputs: [, , toHidden] }) => { run(); const all = load(g); edit(toHidden, (v) => v.map((y, i) => all[i] - y)); }),
  fused("embedding", "index 0 reads the last row", ["embedding"], ({ inputs: [w, index], outputs, attrs, kernel }) => kernel([w, { ...index, buffer: { data: Int32Array.from(load(index), (i) => (i === 0 ? w.shape[0] - 1 : i)) }, offset: 0 }], outputs, attrs)),
  fused("embeddingGrad", "the padding row gets a gradient", ["embedding"], ({ inputs, outputs, attrs, kernel }) => kernel(inputs, outputs, { ...attrs, paddingIndex: -1 })),
]; // oxfmt-ignore

/** Mistakes in memory. */
const memory: readonly Bug[] = [
  {
    name: "read: gives the buffer itself",
    ops: [],
    behaviour: "readback",
    plant: () => {
      const right = plainBackend();
      return { ...right, read: async (buffer) => (buffer as { data: Float32Array }).data };
    },
  },
  {
    name: "read: later than it was asked for",
    ops: [],
    behaviour: "updates in place",
    plant: () => {
      const right = plainBackend();
      const late = async (...args: Parameters<typeof right.read>): ReturnType<typeof right.read> => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return right.read(...args);
      };
      const { readSync: _, ...others } = withKernels(right);
      return { ...others, read: late };
    },
  },
  {
    name: "allocate: what was freed is not forgotten by kernels still reading",
    ops: ["add"],
    plant: () => {
      const right = plainBackend();
      const shared = new Map<string, object>();
      return {
        ...right,
        allocate: (dtype, length) => {
          const key = `${dtype} ${length}`;
          const buffer = shared.get(key) ?? right.allocate(dtype, length);
          shared.set(key, buffer);
          return buffer;
        },
        free: () => undefined,
      };
    },
  },
];

export const bugs: readonly Bug[] = [...primitives, ...fusedBugs, ...memory];
