import { keep, sign, type Tensor, zerosLike } from "@nn/core";
import { checkBetas, checkNotNegative } from "./checks";
import { descend } from "./descend";
import { moveTowards } from "./move-towards";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface LionSettings extends BaseSettings {
  /** How much of the running mean of gradients the step takes, and how much of it is kept. Default [0.9, 0.99]. */
  betas: readonly [number, number];
  /** Takes lr · weightDecay off the parameter itself. Default 0. */
  weightDecay: number;
}

interface LionState {
  expAvg: Tensor;
}

/** Steps of equal size by the sign of momentum (https://arxiv.org/abs/2302.06675, algorithm 2). Default lr 1e-4. */
export class Lion extends Optimizer<LionSettings, LionState> {
  protected readonly stateKinds = { expAvg: "tensor" } as const;

  constructor(params: ParameterInput<LionSettings>, options: Partial<LionSettings> = {}) {
    const { lr = 1e-4, betas = [0.9, 0.99], weightDecay = 0 } = options;
    super("Lion", params, { lr, betas, weightDecay });
  }

  protected checkSettings({ lr, betas, weightDecay }: LionSettings): void {
    checkNotNegative(this.name, "lr", lr);
    checkNotNegative(this.name, "weightDecay", weightDecay);
    checkBetas(this.name, betas);
  }

  protected createState(param: Tensor): LionState {
    return { expAvg: keep(zerosLike(param)) };
  }

  protected update(param: Tensor, grad: Tensor, { expAvg }: LionState, settings: LionSettings): void {
    const { lr, betas, weightDecay } = settings;
    const direction = expAvg.detach();
    moveTowards(direction, grad, 1 - betas[0]);
    descend(param, sign(direction), lr, weightDecay);
    moveTowards(expAvg, grad, 1 - betas[1]);
  }
}
