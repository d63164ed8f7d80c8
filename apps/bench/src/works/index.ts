import type { Work } from "../work";
import { PORTABLE_WORKS } from "./portable";
import { startup } from "./startup";

/** Everything the bench can time, in the order of its tables. */
export const WORKS: readonly Work[] = [...PORTABLE_WORKS, startup];
