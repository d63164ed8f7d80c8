export { cumprod } from "./cumprod";
export { cumsum } from "./cumsum";
export { sum } from "./sum";
export type { ReduceOptions } from "./reduce-dims";
