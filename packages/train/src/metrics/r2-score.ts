import {
  cast,
  isFloat,
  keep,
  mean,
  reshape,
  select,
  square,
  stack,
  sub,
  sum,
  zeros,
  zerosLike,
  type Tensor,
} from "@nn/core";
import { TrainError } from "../error";
import { checkSameShape } from "./check-pair";
import { Metric, type MetricState } from "./metric";

/**
 * What float32 sums can tell apart: a spread that is a smaller share of the squares which it is the difference of is
 * rounding.
 */
const ROUNDING = 1e-6;

/**
 * The coefficient of determination, 1 − Σ (target − output)² / Σ (target − mean)²: 1 is perfect, 0 as good as the mean of
 * the targets. Outputs and targets are [batch] or [batch, columns]; columns get a score each, of which it is the mean.
 * For equal targets it is 1 when they are met exactly, else 0, as in scikit-learn; NaN for fewer than two samples.
 *
 * The spread of the targets is the difference of two sums. So that they do not cancel, targets are counted from the mean
 * of the first batch: the squares then are at most 1 + (samples / samples of that batch) times the spread.
 */
export class R2Score extends Metric {
  #centre: Tensor | undefined;

  protected measure(output: Tensor, target: Tensor): Tensor {
    checkSameShape("R2Score", output, target);
    if (target.ndim !== 1 && target.ndim !== 2) {
      throw new TrainError(`R2Score: expected [batch] or [batch, columns], got [${target.shape}]; reshape them first`);
    }
    const columns = target.ndim === 1 ? 1 : target.shape[1];
    if (this.#centre && this.#centre.size !== columns) {
      throw new TrainError(`R2Score: the target [${target.shape}] differs in columns from earlier ones`);
    }
    const actual = reshape(isFloat(target.dtype) ? target : cast(target, "float32"), [-1, columns]);
    const { dtype, backend } = actual;
    if (actual.size === 0) return zeros([4, columns], { dtype, backend });
    const isFirst = this.#centre === undefined;
    const centre = (this.#centre ??= keep(mean(actual, { dim: 0 })));
    const deviation = sub(actual, centre);
    return stack([
      sum(deviation, { dim: 0 }),
      sum(square(deviation), { dim: 0 }),
      sum(square(sub(actual, reshape(output, [-1, columns]))), { dim: 0 }),
      // The centre is state: it is part of the sums, once.
      isFirst ? centre : zerosLike(centre),
    ]);
  }

  protected finish(sums: readonly number[], count: number): number {
    const columns = sums.length / 4;
    const samples = count / columns;
    if (samples < 2) return Number.NaN;
    let total = 0;
    for (let i = 0; i < columns; i++) {
      const [deviation, squares, errors] = [sums[i], sums[columns + i], sums[2 * columns + i]];
      const spread = squares - deviation ** 2 / samples;
      if (spread <= ROUNDING * squares) total += errors === 0 ? 1 : 0;
      else total += 1 - errors / spread;
    }
    return total / columns;
  }

  override reset(): void {
    super.reset();
    this.#centre?.dispose();
    this.#centre = undefined;
  }

  override loadStateDict(state: MetricState): void {
    super.loadStateDict(state);
    this.#centre = state.sums && keep(select(state.sums, 0, 3));
  }
}
