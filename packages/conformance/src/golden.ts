import { sizeOf } from "@nn/core";
import type { Case } from "./case";
import { isGolden } from "./case";
import { fingerprint } from "./noise";
import { mapValues, valuesOf } from "./materialize";

/** A number in a golden file; JSON has none for these three. */
type GoldenNumber = number | "NaN" | "Infinity" | "-Infinity";

/** The dtype of a result; "float" is the float dtype that the case is run in. */
export type ResultDType = "float" | "float32" | "int32" | "uint8" | "bool";

interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: ResultDType;
  readonly values: readonly GoldenNumber[];
}

/** What PyTorch gave for a case. */
interface GoldenEntry {
  /** `requestOf` of the case when it was made. */
  readonly request: string;
  readonly outputs: readonly GoldenTensor[];
  /** By input; 0 stands for a tensor of zeros. */
  readonly gradients?: Readonly<Record<string, readonly GoldenNumber[] | 0>>;
  readonly second?: Readonly<Record<string, readonly GoldenNumber[] | 0>>;
}

type GoldenFile = Readonly<Record<string, GoldenEntry>>;

export interface ExpectedTensor {
  readonly shape: readonly number[];
  readonly dtype: ResultDType;
  readonly values: Float64Array;
}

/** The right results of a case. */
export interface Expected {
  readonly outputs: readonly ExpectedTensor[];
  readonly gradients: Readonly<Record<string, Float64Array>>;
  readonly second: Readonly<Record<string, Float64Array>>;
}

/** How the golden files are made again. */
export const REGENERATE = "node tooling/reference/generate.js";

/** Everything that PyTorch is asked about a case, for `tooling/reference/generate.py`. */
function requestOf(c: Case & { torch: string }): object {
  const values = valuesOf(c);
  return {
    id: c.id,
    torch: c.torch,
    grad: c.grad,
    second: c.second,
    inputs: mapValues(c.inputs, ({ shape, dtype }, name) => ({ shape, dtype, values: [...values[name]].map(encode) })),
  };
}

function encode(value: number): GoldenNumber | "-0" {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : (String(value) as GoldenNumber);
}

function decode(values: readonly GoldenNumber[]): Float64Array {
  return Float64Array.from(values, Number);
}

/**
 * Requests for every golden case, by folder, with their hashes.
 * @public Called by tooling/reference/generate.js.
 */
export function goldenRequests(cases: readonly Case[]): Record<string, object[]> {
  const requests: Record<string, object[]> = {};
  for (const c of cases) {
    if (isGolden(c)) (requests[c.folder] ??= []).push({ hash: requestHash(c), ...requestOf(c) });
  }
  return requests;
}

/** A hash of what PyTorch is asked: another one makes the golden entry stale. */
export function requestHash(c: Case & { torch: string }): string {
  return fingerprint(JSON.stringify(requestOf(c)));
}

const files = /* @__PURE__ */ new Map<string, Promise<GoldenFile>>();

/** The golden file of one table. */
export function goldenFile(folder: string): Promise<GoldenFile> {
  let file = files.get(folder);
  if (!file) {
    file = import(`../golden/${folder}.json`).then((module: { default: GoldenFile }) => module.default);
    files.set(folder, file);
  }
  return file;
}

/** What PyTorch gave for a case; throws when the file does not know this version of it. */
export async function goldenOf(c: Case): Promise<Expected> {
  if (!isGolden(c)) throw new Error(`${c.id} has no golden values`);
  const entry = (await goldenFile(c.folder))[c.id];
  if (entry?.request !== requestHash(c)) {
    const problem = entry ? "was made for other inputs or another call" : "is missing";
    throw new Error(`the golden entry of "${c.id}" ${problem}: run \`${REGENERATE}\``);
  }
  const decodeGradient = (values: readonly GoldenNumber[] | 0, name: string): Float64Array =>
    values === 0 ? new Float64Array(sizeOf(c.inputs[name].shape)) : decode(values);
  return {
    outputs: entry.outputs.map((t) => ({ ...t, values: decode(t.values) })),
    gradients: mapValues(entry.gradients ?? {}, decodeGradient),
    second: mapValues(entry.second ?? {}, decodeGradient),
  };
}
