import type * as core from "@nn/core";
import type { Tensor, ValuesAndIndices } from "@nn/core";
import type { InputSpec } from "./inputs";
import type { ToleranceName } from "./tolerances";

type Exports = typeof core;

/** The names of the functions that core exports. */
export type OpName = {
  [K in keyof Exports]: Exports[K] extends (...args: never[]) => unknown ? K : never;
}[keyof Exports];

export type Inputs = Readonly<Record<string, InputSpec>>;
export type Tensors<I extends Inputs = Inputs> = { readonly [K in keyof I]: Tensor };
export type FloatDType = "float16" | "float32" | "float64";

/** What a case's function learns beside its inputs. */
interface CallContext {
  /** The float dtype of this run, for functions that create tensors. */
  readonly dtype: FloatDType;
}

/** One result, several, or values with their indices (in this order). */
export type Results = Tensor | readonly Tensor[] | ValuesAndIndices;

export type Call<I extends Inputs = Inputs> = (inputs: Tensors<I>, context: CallContext) => Results | Promise<Results>;

/** How a case deviates from the usual. */
export interface CaseOptions {
  /** Bounds for the result; those of the op when absent. */
  tolerance?: ToleranceName;
  /** Names of the inputs to differentiate: all of dtype float when absent, none for `[]`. */
  grad?: readonly string[];
  /** False where the function is not smooth at these inputs, so that differences say nothing. */
  differences?: boolean;
  /** False where only the first gradient is compared: kinks where the second is a matter of convention. */
  second?: boolean;
  /** False when the values do not fit 16 bits or lose their meaning in them. */
  float16?: boolean;
  /** False when the result itself, not only its rounding, depends on the dtype: random draws. */
  float64?: boolean;
  /** False for inputs that must not be taken from strided memory, because the op's meaning depends on layout. */
  strided?: boolean;
}

/** One row of the tables: an op called on inputs. */
export interface Case {
  /** Which table, and so which golden file. */
  readonly folder: string;
  readonly op: OpName;
  readonly label: string;
  /** `op/label`, unique. */
  readonly id: string;
  readonly inputs: Inputs;
  readonly call: Call;
  /** The same in Python, over the inputs' names; without it a plain backend in float64 is the oracle. */
  readonly torch: string | undefined;
  readonly tolerance: ToleranceName;
  /** Names of the differentiable inputs. */
  readonly grad: readonly string[];
  readonly differences: boolean;
  readonly second: boolean;
  readonly float16: boolean;
  readonly float64: boolean;
  readonly strided: boolean;
}

/** A row before it belongs to an op. */
export type Row = Omit<Case, "folder" | "op" | "id" | "tolerance"> & { readonly tolerance: ToleranceName | undefined };

/** A row with values from PyTorch. `torch` is the Python expression for the same result (a tensor or a tuple). */
export function row<const I extends Inputs>(
  label: string,
  inputs: I,
  call: Call<I>,
  torch: string | undefined,
  options: CaseOptions = {},
): Row {
  return {
    label,
    inputs,
    call: call as Call,
    torch,
    tolerance: options.tolerance,
    grad: options.grad ?? Object.keys(inputs).filter((name) => inputs[name].dtype === "float"),
    differences: options.differences ?? true,
    second: options.second ?? true,
    float16: options.float16 ?? true,
    float64: options.float64 ?? true,
    strided: options.strided ?? true,
  };
}

/** A row compared with the plain backend in float64: large shapes, which golden files have no room for. */
export function large<const I extends Inputs>(label: string, inputs: I, call: Call<I>, options: CaseOptions = {}): Row {
  return row(label, inputs, call, undefined, { differences: false, second: false, float16: false, ...options });
}

/** The rows of one op. */
export function casesOf(folder: string, op: OpName, tolerance: ToleranceName, rows: readonly Row[]): Case[] {
  return rows.map((r) => ({ ...r, folder, op, id: `${op}/${r.label}`, tolerance: r.tolerance ?? tolerance }));
}

/** Whether the case has values in the golden files. */
export const isGolden = (c: Case): c is Case & { torch: string } => c.torch !== undefined;
