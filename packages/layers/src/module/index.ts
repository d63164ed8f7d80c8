export type { Copies } from "./deep-copy";
export type { Gradients, HookHandle, HookOptions } from "./hooks";
export { Module, type BufferOptions, type TensorModule } from "./module";
export { Parameter, type ParameterOptions } from "./parameter";
export { StateDictError } from "./state-dict-error";
export type { LoadOptions, LoadReport, StateDict, StateDictSource } from "./state-dict";
export type { SummaryOptions } from "./summarize";
