import type { Check } from "./check";
import { inputColumns } from "./inputs/columns";
import { distinctInputs } from "./inputs/distinct";
import { finiteInputs } from "./inputs/finite";
import { inputRange } from "./inputs/range";
import { labelBalance } from "./labels/balance";
import { labelClasses } from "./labels/classes";
import { finiteLabels } from "./labels/finite";
import { labelShape } from "./labels/shape";
import { activationOnce } from "./loss/activation";
import { lossReduction } from "./loss/reduction";
import { lossAtStart } from "./loss/start";
import { targetDependence } from "./loss/target-dependence";
import { lossIsScalar } from "./loss/value";
import { deadParameters } from "./gradients/dead-parameters";
import { deadUnits } from "./gradients/dead-units";
import { frozenParameters } from "./model/frozen";
import { gradientSizes } from "./gradients/sizes";
import { finiteGradients } from "./gradients/finite";
import { inputDependence } from "./model/input-dependence";
import { trainingMode } from "./model/modes";
import { modelOutput } from "./model/output";
import { sampleIndependence } from "./model/sample-independence";
import { unusedParameters } from "./gradients/unused-parameters";
import { learningRate } from "./training/learning-rate";
import { oneBatch } from "./training/one-batch";

/** In the order of the report. Over-fitting goes by the rate that the range test before it suggests. */
export const allChecks: readonly Check[] = [
  finiteInputs,
  inputRange,
  inputColumns,
  distinctInputs,
  finiteLabels,
  labelShape,
  labelClasses,
  labelBalance,
  modelOutput,
  sampleIndependence,
  inputDependence,
  frozenParameters,
  trainingMode,
  lossIsScalar,
  lossAtStart,
  activationOnce,
  lossReduction,
  targetDependence,
  finiteGradients,
  unusedParameters,
  deadParameters,
  deadUnits,
  gradientSizes,
  learningRate,
  oneBatch,
];
