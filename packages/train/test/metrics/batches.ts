import { tensor, type Tensor } from "@nn/core";
import { randomStream } from "./random";

/** A sample on the host: an output per class, and the class. */
export interface Sample {
  readonly output: number[];
  readonly target: number;
}

/** Random samples in batches of uneven sizes; outputs favour the target. */
export function classBatches(seed: number, classes: number, sizes: readonly number[]): Sample[][] {
  const random = randomStream(seed);
  return sizes.map((size) =>
    Array.from({ length: size }, () => {
      const target = Math.floor(random() * classes);
      return { output: Array.from({ length: classes }, (_, i) => random() + (i === target ? 0.3 : 0)), target };
    }),
  );
}

export function toTensors(batch: readonly Sample[]): [output: Tensor, target: Tensor] {
  return [
    tensor(batch.map(({ output }) => output)),
    tensor(
      batch.map(({ target }) => target),
      { dtype: "int32" },
    ),
  ];
}

/** The class of the largest output. */
export function best({ output }: Sample): number {
  return output.indexOf(Math.max(...output));
}

export function int(values: readonly unknown[]): Tensor {
  return tensor(values as number[], { dtype: "int32" });
}
