import type { Work } from "../work";
import { convolutions } from "./conv2d";
import { elementwise } from "./elementwise";
import { inferences } from "./inference";
import { layerNorms } from "./layer-norm";
import { recurrent } from "./lstm";
import { matmuls } from "./matmul";
import { overhead } from "./overhead";
import { reductions } from "./reductions";
import { trainings } from "./training";
import { transformers } from "./transformer";

/** The works that need no Node: a page can do them, too. */
export const PORTABLE_WORKS: readonly Work[] = [
  ...matmuls,
  ...elementwise,
  ...reductions,
  ...layerNorms,
  ...convolutions,
  ...trainings,
  recurrent,
  transformers.forwardAndBackward,
  ...inferences,
  transformers.forward,
  overhead,
];
