import { adamStep, keep, mul, square, type Tensor, zerosLike } from "@nn/core";
import { checkBetas, checkNotNegative } from "./checks";
import { descend } from "./descend";
import { directedGradient } from "./directed-gradient";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface RAdamSettings extends BaseSettings {
  /** How much of the running means of gradients and of their squares is kept. Default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the root of the mean square. Default 1e-8. */
  eps: number;
  /** Default 0. */
  weightDecay: number;
  /** Decay the parameter itself, not through its gradient. Default false. */
  decoupledWeightDecay: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface RAdamState {
  step: number;
  expAvg: Tensor;
  expAvgSq: Tensor;
}

/** Adam whose step size is rectified while mean squares are uncertain (https://arxiv.org/abs/1908.03265). */
export class RAdam extends Optimizer<RAdamSettings, RAdamState> {
  protected readonly stateKinds = { step: "number", expAvg: "tensor", expAvgSq: "tensor" } as const;

  constructor(params: ParameterInput<RAdamSettings>, options: Partial<RAdamSettings> = {}) {
    const { lr = 1e-3, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 } = options;
    const { decoupledWeightDecay = false, maximize = false } = options;
    super("RAdam", params, { lr, betas, eps, weightDecay, decoupledWeightDecay, maximize });
  }

  protected checkSettings({ lr, betas, eps, weightDecay }: RAdamSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "eps", eps);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkBetas(this.name, betas);
  }

  protected createState(param: Tensor): RAdamState {
    return { step: 0, expAvg: keep(zerosLike(param)), expAvgSq: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, state: RAdamState, settings: RAdamSettings): void {
    const { lr, betas, eps, weightDecay, decoupledWeightDecay: decoupled, maximize } = settings;
    const [beta1, beta2] = betas;
    const { expAvg, expAvgSq } = state;
    const step = ++state.step;
    const rectification = rectify(beta2, step);
    if (rectification === undefined) {
      const g = directedGradient(param, grad, { maximize, weightDecay: decoupled ? 0 : weightDecay });
      moveTowards(expAvg, g, 1 - beta1);
      moveTowards(expAvgSq, square(g), 1 - beta2);
      if (decoupled) param.assign(mul(param, 1 - lr * weightDecay));
      descend(param, expAvg, lr / (1 - beta1 ** step));
      return;
    }
    adamStep(param, grad, expAvg, expAvgSq, undefined, {
      lr: lr * rectification,
      beta1,
      beta2,
      // PyTorch adds eps to the root before its bias is corrected, Adam after.
      eps: eps / Math.sqrt(1 - beta2 ** step),
      weightDecay: decoupled ? weightDecay / rectification : weightDecay,
      decoupled,
      maximize,
      step,
    });
  }
}

/** By how much the step is shortened; undefined while the variance is not tractable. */
function rectify(beta2: number, step: number): number | undefined {
  const most = 2 / (1 - beta2) - 1;
  const length = most - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (!(length > 5)) return undefined;
  return Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
}
