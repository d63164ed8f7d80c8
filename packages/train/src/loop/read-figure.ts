import { TrainError } from "../error";
import type { EpochRecord } from "./figures";

/** The number that `monitor` names in a record, such as "validation.loss" or "train.accuracy". */
export function readFigure(owner: string, record: EpochRecord, monitor: string): number {
  const figures = figuresOf(record);
  const value = figures.get(monitor);
  if (typeof value === "number") return value;
  const known = [...figures].filter(([, figure]) => typeof figure === "number").map(([name]) => name);
  const reason = value === undefined ? "there is no such figure" : "it is no single number";
  throw new TrainError(`${owner}: cannot go by "${monitor}", ${reason}; expected one of ${known.join(", ")}`);
}

/** All figures of a record by their full names. */
export function figuresOf({ train, validation = {} as EpochRecord["train"] }: EpochRecord): Map<string, unknown> {
  const named = (part: string, figures: object): [string, unknown][] =>
    Object.entries(figures).map(([name, value]): [string, unknown] => [`${part}.${name}`, value]);
  return new Map([...named("train", train), ...named("validation", validation)]);
}
