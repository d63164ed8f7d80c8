export { adamStep } from "./adam-step";
export { sgdStep } from "./sgd-step";
