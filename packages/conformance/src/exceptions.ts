import type { Behaviour } from "./behaviour/behaviour";
import type { Case, FloatDType, OpName } from "./case";
import type { CheckName } from "./checks/failure";

/** A known deviation of a backend. A check it covers must fail: one that passes means that the exception can go. */
export type Exception = CaseException | BehaviourException;

interface CaseException {
  readonly op: OpName;
  /** The case's label; every case of the op when absent. */
  readonly label?: string;
  readonly check?: CheckName;
  readonly dtype?: FloatDType;
  /** Why the deviation stands, for readers of the report. */
  readonly reason: string;
}

interface BehaviourException {
  /** The group of behaviours and the test in it. */
  readonly behaviour: string;
  readonly label: string;
  readonly reason: string;
}

export function exceptionFor(
  exceptions: readonly Exception[],
  c: Case,
  check: { readonly name: CheckName; readonly dtype: FloatDType },
): Exception | undefined {
  const fits = <T>(wanted: T | undefined, actual: T): boolean => wanted === undefined || wanted === actual;
  return exceptions.find(
    (e) =>
      "op" in e && e.op === c.op && fits(e.label, c.label) && fits(e.check, check.name) && fits(e.dtype, check.dtype),
  );
}

export function exceptionForBehaviour(
  exceptions: readonly Exception[],
  { group, name }: Behaviour,
): Exception | undefined {
  return exceptions.find((e) => "behaviour" in e && e.behaviour === group && e.label === name);
}

/** What is wrong in the light of an exception: failures are expected then, and none is wrong. */
export function unmet(problems: readonly string[], exception: Exception | undefined): readonly string[] {
  if (!exception) return problems;
  return problems.length > 0 ? [] : [`an excepted check passed: remove its exception (${exception.reason})`];
}
