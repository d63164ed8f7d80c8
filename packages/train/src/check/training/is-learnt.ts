import type { Subject } from "../subject";

/** Of the loss of knowing nothing: what is left when a batch is known by heart. */
export const NEARLY_NOTHING = 0.1;

/** Whether the model knew the batch before the check. */
export function isLearnt({ lossValue, traits: { baseline = 0 } }: Subject): boolean {
  return lossValue! >= 0 && lossValue! < NEARLY_NOTHING * baseline;
}
