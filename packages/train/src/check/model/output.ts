import { ok, problem, skipped, type Check } from "../check";
import { badElements } from "../inputs/finite";
import { messageOf } from "../words";

/** An output that holds the batch's samples along dimension 0, and is finite. */
export const modelOutput: Check = {
  section: "model",
  name: "output",
  async run({ output, outputError, samples, inputs }) {
    if (outputError !== undefined) {
      return problem(
        `forward failed: ${messageOf(outputError)}`,
        `the inputs are ${inputs.map(({ shape }) => `[${shape}]`).join(", ")}`,
      );
    }
    if (!output) return skipped("the model gives something else than one tensor");
    const found = `[${output.shape}] in ${output.dtype}`;
    const length = output.shape[0] ?? 1;
    if (length % samples !== 0 || length === 0) {
      return problem(
        `${found} for ${samples} samples: they are lost on the way`,
        "keep dimension 0 for the samples: flatten from dimension 1 on, reshape to [x.shape[0], ...]",
      );
    }
    const bad = await badElements([output]);
    if (bad === 0) return ok(found);
    return problem(
      `${bad} of ${output.size} outputs are NaN or infinite`,
      "detectAnomaly(() => model.forward(x)) tells the op that made the first one",
    );
  },
};
