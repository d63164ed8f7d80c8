import type { Backend } from "@nn/core";
import { afterAll, describe, expect, it } from "vitest";
import { behaviours } from "./behaviour";
import type { Behaviour } from "./behaviour/behaviour";
import { allCases } from "./cases";
import { checksOf, runCheck } from "./checks/check-case";
import { eager, type Mode } from "./evaluate";
import { exceptionFor, exceptionForBehaviour, unmet, type Exception } from "./exceptions";
import { fusedUsage } from "./fused-usage";

export interface ConformanceOptions {
  /** Known deviations; each must still deviate. */
  readonly exceptions?: readonly Exception[];
}

const MODES: readonly Mode[] = [eager];

/** Registers the whole suite for a backend as tests of vitest. */
export function runConformance(
  name: string,
  createBackend: () => Backend | Promise<Backend>,
  { exceptions = [] }: ConformanceOptions = {},
): void {
  describe(`conformance of ${name}`, async () => {
    const backend = await createBackend();
    afterAll(() => backend.dispose());
    for (const mode of MODES) {
      describe(mode.name, () => {
        registerCases(backend, mode, exceptions);
      });
    }
    registerBehaviours(backend, exceptions);
    it("knows what every exception is about", () => {
      expect(exceptions.filter((e) => !isKnown(e))).toEqual([]);
    });
  });
}

function registerCases(backend: Backend, mode: Mode, exceptions: readonly Exception[]): void {
  const usage = fusedUsage(allCases);
  for (const [op, cases] of groupBy(allCases, (c) => c.op)) {
    const used = usage.get(op) ?? new Set();
    const hasKernel = Object.keys(backend.fused).some((kernel) => used.has(kernel));
    describe(op, () => {
      for (const c of cases) {
        for (const check of checksOf(c, backend, hasKernel)) {
          const exception = exceptionFor(exceptions, c, check);
          register(`${c.label}: ${check.name} (${check.dtype})`, exception, async () => {
            const failures = await runCheck(backend, c, check, mode);
            return failures.map(({ message }) => message);
          });
        }
      }
    });
  }
}

function registerBehaviours(backend: Backend, exceptions: readonly Exception[]): void {
  for (const [group, tests] of groupBy(behaviours, (b) => b.group)) {
    describe(group, () => {
      for (const behaviour of tests) {
        const exception = exceptionForBehaviour(exceptions, behaviour);
        if (exception) register(behaviour.name, exception, () => problemsOf(behaviour, backend));
        else it(behaviour.name, () => behaviour.run(backend));
      }
    });
  }
}

/** A test that wants no problems, or some where an exception stands. */
function register(title: string, exception: Exception | undefined, problems: () => Promise<string[]>): void {
  it(exception ? `${title}, excepted: ${exception.reason}` : title, async () => {
    expect(unmet(await problems(), exception)).toEqual([]);
  });
}

async function problemsOf(behaviour: Behaviour, backend: Backend): Promise<string[]> {
  try {
    await behaviour.run(backend);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

function isKnown(e: Exception): boolean {
  if ("behaviour" in e) return behaviours.some((b) => b.group === e.behaviour && b.name === e.label);
  return allCases.some((c) => c.op === e.op && (e.label === undefined || c.label === e.label));
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
