import type { FloatDType } from "../case";

/** Ways a case is looked at. */
export type CheckName = "forward" | "gradient" | "second gradient" | "differences" | "strided" | "decomposition";

/** One thing that is wrong. */
export interface Failure {
  /** The case's id. */
  readonly id: string;
  readonly check: CheckName;
  readonly dtype: FloatDType;
  readonly message: string;
}
