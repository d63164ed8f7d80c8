import { ArgumentError, sizeOf, type View } from "@nn/core";
import { addressOf, type Machine } from "./machine/machine";

/** Throws where an int32 class is out of range and not to be ignored. */
export function checkTargets(op: string, machine: Machine, target: View, classes: number, ignoreIndex: number): void {
  const { words } = machine;
  const first = addressOf(target) / 4;
  const count = sizeOf(target.shape);
  for (let i = 0; i < count; i++) {
    const index = words[first + i];
    if ((index >= 0 && index < classes) || index === ignoreIndex) continue;
    throw new ArgumentError(`${op}: index ${index} at position ${i} is out of range for size ${classes}`);
  }
}
