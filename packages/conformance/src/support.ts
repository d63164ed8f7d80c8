import type { Backend } from "@nn/core";
import { isGolden, type Case, type OpName } from "./case";
import { runCheck } from "./checks/check-case";
import type { CheckName } from "./checks/failure";
import { fusedUsage } from "./fused-usage";
import type { InputDType } from "./inputs";

/** What a backend does of one op, in one short text. */
export type Column = Readonly<Record<string, string>>;

const FLOATS = ["float32", "float64", "float16"] as const;

/** The ops of the tables with what `backend` does of each: dtypes, derivatives, and what runs. */
export async function supportOf(backend: Backend, cases: readonly Case[]): Promise<Column> {
  const usage = fusedUsage(cases);
  const column: Record<string, string> = {};
  for (const op of new Set(cases.map((c) => c.op))) {
    const rows = cases.filter((c) => c.op === op && isGolden(c));
    column[op] = await describeSupport(backend, rows, kernelsOf(backend, op, usage));
  }
  return column;
}

async function describeSupport(backend: Backend, rows: readonly Case[], runs: string): Promise<string> {
  const passes = async (c: Case, name: CheckName, dtype: (typeof FLOATS)[number]): Promise<boolean> =>
    (await runCheck(backend, c, { name, dtype })).length === 0;
  const parts: string[] = [];
  const row = rows.find((c) => c.grad.length > 0) ?? rows.find((c) => inputDType(c) === "float") ?? rows[0];
  for (const dtype of FLOATS) {
    const applies =
      inputDType(row) === "float" && backend.caps.dtypes.has(dtype) && (dtype === "float32" || row[dtype]);
    if (!applies || !(await passes(row, "forward", dtype))) continue;
    const derivatives = await derivativesOf(row, dtype, passes);
    parts.push(dtype + derivatives);
  }
  for (const dtype of ["int32", "uint8", "bool"] as const) {
    const ofDType = rows.find((c) => inputDType(c) === dtype);
    if (ofDType && (await passes(ofDType, "forward", "float32"))) parts.push(dtype);
  }
  if (parts.length === 0 && (await passes(row, "forward", "float32"))) parts.push("yes");
  return parts.length === 0 ? "no" : parts.join(" ") + runs;
}

/** ′ for a right gradient, ″ for a right second gradient as well. */
async function derivativesOf(
  row: Case,
  dtype: (typeof FLOATS)[number],
  passes: (c: Case, name: CheckName, dtype: (typeof FLOATS)[number]) => Promise<boolean>,
): Promise<string> {
  if (row.grad.length === 0 || !(await passes(row, "gradient", dtype))) return "";
  return row.second && dtype !== "float16" && (await passes(row, "second gradient", dtype)) ? "″" : "′";
}

/** The dtype of a case's first input; undefined for none. */
function inputDType(c: Case): InputDType | undefined {
  return Object.values(c.inputs).at(0)?.dtype;
}

function kernelsOf({ fused }: Backend, op: OpName, usage: ReturnType<typeof fusedUsage>): string {
  const asked = [...(usage.get(op) ?? [])];
  if (asked.length === 0) return "";
  const own = asked.filter((name) => name in fused);
  return own.length === 0 ? ", decomposed" : `, kernel${own.length > 1 ? "s" : ""} ${own.join(", ")}`;
}

const INTRODUCTION = `# Support matrix

What each backend does of each op, as the conformance suite found it: the dtypes whose values are PyTorch's, with ′ where
the gradient is, too, and ″ where also the second gradient is; then the fused kernels that run, or \`decomposed\` where
the op has a fused form but the backend none. Other ops run on primitives, which every backend has.

Made by \`node tooling/reference/support-matrix.js\`, which keeps the columns of backends that cannot run where it runs.
`;

/** The document: one row per op, one column per backend. */
export function renderMatrix(columns: Readonly<Record<string, Column>>, ops: readonly string[]): string {
  const names = Object.keys(columns).toSorted();
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rows = ops.map((op) => line([op, ...names.map((name) => columns[name][op] ?? "unknown")]));
  return [INTRODUCTION, line(["op", ...names]), line(["---", ...names.map(() => "---")]), ...rows, ""].join("\n");
}

/** The columns of a rendered document. */
export function parseMatrix(markdown: string): Record<string, Column> {
  const table = markdown.split("\n").filter((text) => text.startsWith("| "));
  const [header, , ...rows] = table.map((text) => text.slice(2, -2).split(" | "));
  const names = header?.slice(1) ?? [];
  return Object.fromEntries(
    names.map((name, i) => [name, Object.fromEntries(rows.map(([op, ...cells]) => [op, cells[i]]))]),
  );
}
