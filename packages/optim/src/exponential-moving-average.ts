import { ArgumentError, isFloat, keep, noGrad, scope, Tensor } from "@nn/core";
import { checkInteger, checkShare } from "./checks";
import { moveTowards } from "./move-towards";
import { adopt } from "./optimizer-state";

export interface ExponentialMovingAverageOptions {
  /** How much of the average is kept by each update, in [0, 1]. Default 0.999. */
  decay?: number;
  /**
   * Keep less of it at first, (1 + n) / (10 + n) in update n, so that the average soon forgets the initial values.
   * Default true.
   */
  useNumUpdates?: boolean;
}

/** Averages and how often they were updated; tensors and plain data. */
export interface ExponentialMovingAverageState {
  numUpdates: number;
  averages: Tensor[];
}

/**
 * Running averages of parameters, average ← decay · average + (1 − decay) · parameter, which often do better than the
 * parameters themselves. They start as the parameters are. Buffers may be averaged, too; integers are copied instead.
 */
export class ExponentialMovingAverage {
  readonly decay: number;
  readonly useNumUpdates: boolean;
  readonly #parameters: readonly Tensor[];
  readonly #averages: Tensor[];
  #numUpdates = 0;
  #isSwapped = false;

  constructor(
    parameters: Tensor | Iterable<Tensor>,
    { decay = 0.999, useNumUpdates = true }: ExponentialMovingAverageOptions = {},
  ) {
    checkShare(NAME, "decay", decay);
    this.decay = decay;
    this.useNumUpdates = useNumUpdates;
    this.#parameters = parameters instanceof Tensor ? [parameters] : [...parameters];
    if (this.#parameters.length === 0) throw new ArgumentError(`${NAME}: got no parameters`);
    this.#parameters.forEach((param, i) => {
      if (!(param instanceof Tensor)) throw new ArgumentError(`${NAME}: parameter ${i} is not a tensor`);
      param.check(NAME);
    });
    this.#averages = this.#parameters.map((param) => keep(param.detach()));
  }

  /** How many updates there were. */
  get numUpdates(): number {
    return this.#numUpdates;
  }

  /** Takes the parameters' present values into the averages. It belongs behind the optimizer's `step()`. */
  update(): void {
    this.#refuseWhileSwapped("update");
    const n = ++this.#numUpdates;
    const decay = this.useNumUpdates ? Math.min(this.decay, (1 + n) / (10 + n)) : this.decay;
    noGrad(() =>
      scope(() => {
        this.#averages.forEach((average, i) => {
          const param = this.#parameters[i];
          if (isFloat(param.dtype)) moveTowards(average, param, 1 - decay);
          else average.assign(param);
        });
      }),
    );
  }

  /**
   * Runs `fn`, sync or async, while the parameters have the averages' values, and puts their own back however it ends.
   * Parameters must not be trained in the meantime: what an optimizer does to them is lost.
   */
  withAverage<T>(fn: () => T): T {
    this.#refuseWhileSwapped("withAverage");
    const own = this.#parameters.map((param) => keep(param.detach()));
    const restore = (): void => {
      this.#isSwapped = false;
      this.#give(own);
      for (const value of own) value.dispose();
    };
    let result: T;
    try {
      this.#isSwapped = true;
      this.#give(this.#averages);
      result = fn();
    } catch (error) {
      restore();
      throw error;
    }
    if (isThenable(result)) return Promise.resolve(result).finally(restore) as T;
    restore();
    return result;
  }

  #give(values: readonly Tensor[]): void {
    noGrad(() => values.forEach((value, i) => this.#parameters[i].assign(value)));
  }

  #refuseWhileSwapped(method: string): void {
    if (!this.#isSwapped) return;
    throw new ArgumentError(`${NAME}.${method}: inside withAverage the parameters are the averages; wait for its end`);
  }

  /** The averages for a checkpoint. They stay what they are when training goes on. */
  stateDict(): ExponentialMovingAverageState {
    return { numUpdates: this.#numUpdates, averages: this.#averages.map((average) => average.detach()) };
  }

  /** Takes over `stateDict()` of averages of the same parameters, or changes nothing. */
  loadStateDict(state: ExponentialMovingAverageState): void {
    const owner = `${NAME}.loadStateDict`;
    const { numUpdates, averages } = (state ?? {}) as Partial<ExponentialMovingAverageState>;
    if (numUpdates === undefined || !Array.isArray(averages)) {
      throw new ArgumentError(`${owner}: expected what stateDict() gives, { numUpdates, averages }`);
    }
    checkInteger(owner, "numUpdates", numUpdates, 0);
    if (averages.length !== this.#averages.length) {
      throw new ArgumentError(
        `${owner}: the state has averages of ${averages.length} parameters, expected ${this.#averages.length}`,
      );
    }
    const loaded = this.#parameters.map((param, i) =>
      scope(() => adopt(owner, param, { average: averages[i] as Tensor }, { average: "tensor" })),
    );
    loaded.forEach(({ average }, i) => {
      this.#averages[i].assign(average as Tensor);
      (average as Tensor).dispose();
    });
    this.#numUpdates = numUpdates;
  }
}

const NAME = "ExponentialMovingAverage";

function isThenable(value: unknown): boolean {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
