import type { HostTensor } from "../work";
import { bytes, float, message, text, whole } from "./protobuf";

// Field numbers and types are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

const IR_VERSION = 9;
/** The first with Gelu. */
const OPERATOR_SET = 20;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_TYPES = { float: 1, whole: 2, text: 3, wholes: 7 } as const;

/** A number is written as an integer, `{ float }` as a float. */
type Attribute = number | string | readonly number[] | { readonly float: number };

/** One call of an operator. */
export interface OnnxNode {
  readonly op: string;
  /** Names of values. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Values that are part of the model; BigInt64Array for shapes and axes. */
export interface OnnxConstant {
  readonly shape: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  /** The shapes of the float32 inputs, by name. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly constants: Readonly<Record<string, OnnxConstant>>;
  /** The name of the one float32 output. */
  readonly output: string;
}

/** A call with one output, called `output`. */
export function node(
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode["attributes"] = {},
): OnnxNode {
  return { op, inputs, outputs: [output], attributes };
}

/** A host tensor as a constant. */
export function constant({ shape, data }: HostTensor): OnnxConstant {
  return { shape, data: Float32Array.from(data) };
}

/** Whole numbers as a constant of one dimension. */
export function wholes(...values: readonly number[]): OnnxConstant {
  return { shape: [values.length], data: BigInt64Array.from(values, BigInt) };
}

/** The ModelProto. */
export function onnxModel(graph: OnnxGraph): Uint8Array {
  const operators = message(text(1, ""), whole(2, OPERATOR_SET));
  return message(whole(1, IR_VERSION), bytes(7, graphProto(graph)), bytes(8, operators));
}

function graphProto({ nodes, inputs, constants, output }: OnnxGraph): Uint8Array {
  return message(
    ...nodes.map((one) => bytes(1, nodeProto(one))),
    text(2, "graph"),
    ...Object.entries(constants).map(([name, constant]) => bytes(5, tensorProto(name, constant))),
    ...Object.entries(inputs).map(([name, shape]) => bytes(11, valueInfo(name, shape))),
    bytes(12, valueInfo(output)),
  );
}

function nodeProto({ op, inputs, outputs, attributes }: OnnxNode): Uint8Array {
  return message(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, message(text(1, name), attributeValue(value)))),
  );
}

function attributeValue(value: Attribute): Uint8Array {
  const { float: ofFloat, whole: ofWhole, text: ofText, wholes: ofWholes } = ATTRIBUTE_TYPES;
  if (typeof value === "number") return message(whole(3, value), whole(20, ofWhole));
  if (typeof value === "string") return message(text(4, value), whole(20, ofText));
  if ("float" in value) return message(float(2, value.float), whole(20, ofFloat));
  return message(...value.map((one) => whole(8, one)), whole(20, ofWholes));
}

function tensorProto(name: string, { shape, data }: OnnxConstant): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const type = data instanceof Float32Array ? FLOAT : INT64;
  return message(...shape.map((size) => whole(1, size)), whole(2, type), text(8, name), bytes(9, raw));
}

/** Without a shape where the runtime infers it. */
function valueInfo(name: string, shape?: readonly number[]): Uint8Array {
  const dimensions = shape?.map((size) => bytes(1, whole(1, size))) ?? [];
  const tensor = message(whole(1, FLOAT), ...(shape ? [bytes(2, message(...dimensions))] : []));
  return message(text(1, name), bytes(2, bytes(1, tensor)));
}
