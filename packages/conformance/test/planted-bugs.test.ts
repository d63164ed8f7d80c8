import type { PrimitiveName } from "@nn/core";
import { describe, expect, it } from "vitest";
import { allCases, checkCase, plainBackend } from "../src";
import { behaviours } from "../src/behaviour";
import type { Bug } from "./bugs";
import { fusedPlainBackend } from "./fused-kernels";
import { bugs } from "./planted-bugs";

/** The first complaint about a backend, from the places where the bug should show. */
async function firstComplaint({ ops, behaviour }: Bug, backend: ReturnType<Bug["plant"]>): Promise<string | undefined> {
  for (const c of allCases) {
    if (!ops.includes(c.op)) continue;
    const [failure] = await checkCase(backend, c);
    if (failure) return `${failure.id}, ${failure.check}: ${failure.message}`;
  }
  for (const b of behaviours) {
    if (b.group !== behaviour) continue;
    try {
      await b.run(backend);
    } catch (error) {
      return `${b.group}, ${b.name}: ${String(error)}`;
    }
  }
  return undefined;
}

describe("planted bugs", () => {
  it.each(bugs.map((bug) => [bug.name, bug] as const))("%s", async (_, bug) => {
    expect(await firstComplaint(bug, bug.plant()), "the suite must complain").toBeDefined();
  });

  it("are planted in every primitive", () => {
    const planted = new Set(bugs.map(({ name }) => name.split(":")[0]));
    const missing = (Object.keys(plainBackend().kernels) as PrimitiveName[]).filter((name) => !planted.has(name));
    expect(missing).toEqual([]);
  });

  it.each([...new Set(bugs.flatMap(({ ops }) => ops))])("are all there is to complain about: %s", async (op) => {
    expect(
      await firstComplaint({ name: "none", ops: [op], plant: fusedPlainBackend }, fusedPlainBackend()),
    ).toBeUndefined();
  });
});
