export { Adadelta, type AdadeltaSettings } from "./adadelta";
export { Adagrad, type AdagradSettings } from "./adagrad";
export type { AdamSettings } from "./adam-base";
export { Adam } from "./adam";
export { Adamax, type AdamaxSettings } from "./adamax";
export { AdamW } from "./adamw";
export { clipGradNorm, type ClipGradNormOptions } from "./clip-grad-norm";
export { clipGradValue } from "./clip-grad-value";
export {
  ExponentialMovingAverage,
  type ExponentialMovingAverageOptions,
  type ExponentialMovingAverageState,
} from "./exponential-moving-average";
export { Lion, type LionSettings } from "./lion";
export { Muon, type MuonSettings } from "./muon";
export { NAdam, type NAdamSettings } from "./nadam";
export type { OptimizerState, ParameterState, StateKinds } from "./optimizer-state";
export { Optimizer, type BaseSettings } from "./optimizer";
export type { Group, GroupInput, ParameterInput } from "./parameter-group";
export { RAdam, type RAdamSettings } from "./radam";
export { RMSprop, type RMSpropSettings } from "./rmsprop";
export {
  CosineAnnealingWarmRestarts,
  type CosineAnnealingWarmRestartsOptions,
} from "./schedulers/cosine-annealing-warm-restarts";
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./schedulers/cosine-annealing-lr";
export { ExponentialLR, type ExponentialLROptions } from "./schedulers/exponential-lr";
export { LambdaLR, type LambdaLROptions, type LrLambda } from "./schedulers/lambda-lr";
export { LinearLR, type LinearLROptions } from "./schedulers/linear-lr";
export {
  LRScheduler,
  type ScheduledOptimizer,
  type SchedulerOptions,
  type SchedulerState,
} from "./schedulers/lr-scheduler";
export { MultiStepLR, type MultiStepLROptions } from "./schedulers/multi-step-lr";
export { OneCycleLR, type OneCycleLROptions } from "./schedulers/one-cycle-lr";
export { PolynomialLR, type PolynomialLROptions } from "./schedulers/polynomial-lr";
export {
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
  type ReduceLROnPlateauState,
} from "./schedulers/reduce-lr-on-plateau";
export { SequentialLR, type SequentialLROptions, type SequentialLRState } from "./schedulers/sequential-lr";
export { StepLR, type StepLROptions } from "./schedulers/step-lr";
export { SGD, type SGDSettings } from "./sgd";
