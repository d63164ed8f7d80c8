export { runConformance, type ConformanceOptions } from "./run-conformance";
export { allCases } from "./cases";
export type { Case, OpName } from "./case";
export { checkCase } from "./checks/check-case";
export type { CheckName, Failure } from "./checks/failure";
export type { Exception } from "./exceptions";
export { plainBackend } from "./reference/plain-backend";
