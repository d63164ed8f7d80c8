import { ArgumentError } from "../../errors";

const WORD = 2 ** 32;

/** Where a generator stands, as plain data for checkpoints. Pairs are 64-bit numbers as [low, high]. */
export interface GeneratorState {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number];
}

/**
 * A stream of random numbers, counted instead of iterated: one seed gives the same bits on every backend. Without a
 * seed it starts anywhere.
 */
export class Generator {
  private key: readonly [number, number] = [0, 0];
  private counter: readonly [number, number] = [0, 0];

  constructor(seed: number = Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)) {
    this.seed(seed);
  }

  /** Starts over with an integer seed. */
  seed(seed: number): this {
    if (!Number.isSafeInteger(seed)) throw new ArgumentError(`seed: expected a safe integer, got ${seed}`);
    this.key = split(seed);
    this.counter = [0, 0];
    return this;
  }

  state(): GeneratorState {
    return { key: this.key, counter: this.counter };
  }

  /** Goes on where `state()` was taken. */
  setState({ key, counter }: GeneratorState): this {
    for (const word of [...key, ...counter]) {
      if (!Number.isInteger(word) || word < 0 || word >= WORD) {
        throw new ArgumentError(`setState: expected words of 32 bits, got ${word}`);
      }
    }
    this.key = [key[0], key[1]];
    this.counter = [counter[0], counter[1]];
    return this;
  }

  /** @internal The state that the next draw reads; the counter moves on by `blocks` blocks of 64 bits. */
  take(blocks: number): GeneratorState {
    const before = this.state();
    const [low, high] = split(blocks);
    const sum = this.counter[0] + low;
    this.counter = [sum % WORD, (this.counter[1] + high + Math.floor(sum / WORD)) % WORD];
    return before;
  }
}

function split(value: number): [number, number] {
  return [value >>> 0, Math.floor(value / WORD) >>> 0];
}
