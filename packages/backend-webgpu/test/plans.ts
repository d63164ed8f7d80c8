import { afterAll, beforeAll } from "vitest";
import { Gpu } from "../src/gpu/gpu";
import type { PlanName } from "../src/plans/plan";

export const PLANS: readonly PlanName[] = ["software", "hardware"];

/** A device with each plan, for the tests of a file. */
export function openPlans(): (plan: PlanName) => Gpu {
  const gpus = new Map<PlanName, Gpu>();
  beforeAll(async () => {
    for (const plan of PLANS) gpus.set(plan, await Gpu.open({}, plan));
  });
  afterAll(() => gpus.forEach((gpu) => gpu.dispose()));
  return (plan) => gpus.get(plan)!;
}
