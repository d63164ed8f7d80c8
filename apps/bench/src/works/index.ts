import type { Work } from "../work";
import { convolutions } from "./conv2d";
import { elementwise } from "./elementwise";
import { inferences } from "./inference";
import { recurrent } from "./lstm";
import { matmuls } from "./matmul";
import { overhead } from "./overhead";
import { reductions } from "./reductions";
import { startup } from "./startup";
import { trainings } from "./training";
import { transformers } from "./transformer";

/** Everything the bench can time, in the order of its tables. */
export const WORKS: readonly Work[] = [
  ...matmuls,
  ...elementwise,
  ...reductions,
  ...convolutions,
  ...trainings,
  recurrent,
  transformers.forwardAndBackward,
  ...inferences,
  transformers.forward,
  overhead,
  startup,
];
