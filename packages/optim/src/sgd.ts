import { ArgumentError, keep, sgdStep, zerosLike, type Tensor } from "@nn/core";
import { checkNotNegative } from "./checks";
import { Optimizer, type BaseSettings } from "./optimizer";
import type { ParameterInput } from "./parameter-group";

export interface SGDSettings extends BaseSettings {
  /** The share of the velocity that is kept from step to step. Default 0. */
  momentum: number;
  /** What is taken off the gradient's share in the velocity. Default 0. */
  dampening: number;
  /** Default 0. */
  weightDecay: number;
  /** Look ahead along the velocity. Default false. */
  nesterov: boolean;
  /** Go uphill. Default false. */
  maximize: boolean;
}

interface SGDState {
  momentumBuffer?: Tensor;
}

/** Stochastic gradient descent, with momentum where that is not 0. */
export class SGD extends Optimizer<SGDSettings, SGDState> {
  protected readonly stateKinds = { momentumBuffer: "tensor?" } as const;

  constructor(params: ParameterInput<SGDSettings>, { lr = 1e-3, ...options }: Partial<SGDSettings> = {}) {
    const { momentum = 0, dampening = 0, weightDecay = 0, nesterov = false, maximize = false } = options;
    super("SGD", params, { lr, momentum, dampening, weightDecay, nesterov, maximize });
  }

  protected checkSettings({ lr, momentum, dampening, weightDecay, nesterov }: SGDSettings): void {
    checkNotNegative("SGD", "lr", lr);
    checkNotNegative("SGD", "momentum", momentum);
    checkNotNegative("SGD", "weightDecay", weightDecay);
    if (!Number.isFinite(dampening))
      throw new ArgumentError(`SGD: dampening must be a finite number, got ${dampening}`);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ArgumentError("SGD: nesterov needs a momentum and a dampening of 0");
    }
  }

  protected createState(): SGDState {
    return {};
  }

  protected update(param: Tensor, grad: Tensor, state: SGDState, settings: SGDSettings): void {
    const { lr, momentum, dampening, weightDecay, nesterov, maximize } = settings;
    const first = state.momentumBuffer === undefined;
    if (momentum !== 0) state.momentumBuffer ??= keep(zerosLike(param));
    const velocity = momentum !== 0 ? state.momentumBuffer : undefined;
    sgdStep(param, grad, velocity, { lr, momentum, dampening, nesterov, weightDecay, maximize, first });
  }
}
