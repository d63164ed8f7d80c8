export type { AdamSettings } from "./adam-base";
export { Adam } from "./adam";
export { AdamW } from "./adamw";
export { clipGradNorm, type ClipGradNormOptions } from "./clip-grad-norm";
export { clipGradValue } from "./clip-grad-value";
export type { OptimizerState, ParameterState } from "./optimizer-state";
export { Optimizer, type BaseSettings } from "./optimizer";
export type { Group, GroupInput, ParameterInput } from "./parameter-group";
export { CosineAnnealingLR, type CosineAnnealingLROptions } from "./schedulers/cosine-annealing-lr";
export {
  LRScheduler,
  type ScheduledOptimizer,
  type SchedulerOptions,
  type SchedulerState,
} from "./schedulers/lr-scheduler";
export { StepLR, type StepLROptions } from "./schedulers/step-lr";
export { SGD, type SGDSettings } from "./sgd";
