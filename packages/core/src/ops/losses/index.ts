export { binaryCrossEntropy, type BinaryCrossEntropyOptions } from "./binary-cross-entropy";
export {
  binaryCrossEntropyWithLogits,
  type BinaryCrossEntropyWithLogitsOptions,
} from "./binary-cross-entropy-with-logits";
export { crossEntropy, type CrossEntropyOptions } from "./cross-entropy";
export { huberLoss, type HuberLossOptions } from "./huber-loss";
export { klDiv, type KlDivOptions } from "./kl-div";
export { l1Loss } from "./l1-loss";
export { mseLoss } from "./mse-loss";
export { nllLoss, type NllLossOptions } from "./nll-loss";
export type { LossOptions, Reduction } from "./reduction";
export { smoothL1Loss, type SmoothL1LossOptions } from "./smooth-l1-loss";
