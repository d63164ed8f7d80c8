import { constant, node, wholes, type OnnxConstant, type OnnxNode } from "../onnx/model";
import { permute } from "../permute";
import type { Inputs, Task } from "../work";
import { HEADS, WIDTH } from "../works/transformer-sizes";
import type { Ort } from "./ort";

/** The block of `x` [batch, length, width], as PyTorch's exporter writes it: weights transposed for MatMul. */
export function transformerOrt(ort: Ort, { x, ...parameters }: Inputs): Promise<Task> {
  const [batch, length] = x.shape;
  const weights = Object.entries(parameters).map(([name, host]) => [
    name,
    constant(host.shape.length === 2 ? permute(host, [1, 0]) : host),
  ]);
  const constants: Record<string, OnnxConstant> = {
    ...Object.fromEntries(weights),
    heads: wholes(batch, length, HEADS, WIDTH / HEADS),
    whole: wholes(batch, length, WIDTH),
    scale: { shape: [], data: Float32Array.of(1 / Math.sqrt(WIDTH / HEADS)) },
  };
  const nodes = [
    norm("x", "norm1", "n1"),
    ...linear("n1", "self_attn.in_proj_weight", "self_attn.in_proj_bias", "qkv"),
    { op: "Split", inputs: ["qkv"], outputs: ["q", "k", "v"], attributes: { axis: 2, num_outputs: 3 } },
    ...inHeads("q", [0, 2, 1, 3]),
    ...inHeads("k", [0, 2, 3, 1]),
    ...inHeads("v", [0, 2, 1, 3]),
    node("MatMul", ["q.heads", "k.heads"], "products"),
    node("Mul", ["products", "scale"], "scores"),
    node("Softmax", ["scores"], "shares", { axis: 3 }),
    node("MatMul", ["shares", "v.heads"], "attended"),
    node("Transpose", ["attended"], "turned", { perm: [0, 2, 1, 3] }),
    node("Reshape", ["turned", "whole"], "joined"),
    ...linear("joined", "self_attn.out_proj.weight", "self_attn.out_proj.bias", "out"),
    node("Add", ["x", "out"], "middle"),
    norm("middle", "norm2", "n2"),
    ...linear("n2", "linear1.weight", "linear1.bias", "inner"),
    node("Gelu", ["inner"], "active", { approximate: "tanh" }),
    ...linear("active", "linear2.weight", "linear2.bias", "fed"),
    node("Add", ["middle", "fed"], "y"),
  ];
  return ort.op({ inputs: { x }, nodes, constants });
}

function norm(from: string, name: string, to: string): OnnxNode {
  return node("LayerNormalization", [from, `${name}.weight`, `${name}.bias`], to);
}

function linear(from: string, weight: string, bias: string, to: string): OnnxNode[] {
  return [node("MatMul", [from, weight], `${to}.product`), node("Add", [`${to}.product`, bias], to)];
}

function inHeads(name: string, perm: readonly number[]): OnnxNode[] {
  return [
    node("Reshape", [name, "heads"], `${name}.apart`),
    node("Transpose", [`${name}.apart`], `${name}.heads`, { perm }),
  ];
}
