import {
  abs,
  add,
  all,
  amax,
  amin,
  exp,
  ge,
  Generator,
  isFloat,
  le,
  logicalAnd,
  mul,
  noGrad,
  randn,
  scope,
  sub,
  sum,
  type Tensor,
} from "@nn/core";
import { ok, problem, skipped, type Check, type Finding } from "../check";
import { measureAll } from "../measure";
import { forward, type Subject } from "../subject";

/** How far sums of probabilities may be from 1. */
const ROUNDING = 1e-3;
/** Weights moved this far give logits beyond 0 and 1. */
const KICK = 3;

/** Softmax or sigmoid is applied once: by the model, or by the loss. */
export const activationOnce: Check = {
  section: "loss",
  name: "activation",
  needs: "output",
  async run(subject) {
    const { task, traits, output } = subject;
    if (!isFloat(output!.dtype)) return skipped("the output is no floating tensor");
    if (traits.takes === undefined) return skipped("not known to be a loss of logits or log-probabilities");
    if (task.kind === "classes" || task.kind === "probabilities") return ofSoftmax(subject, task.dim);
    if (traits.isDoubled) return doubled("sigmoid");
    if (!(await staysBetweenZeroAndOne(subject))) return ok("sigmoid is applied once, by the loss");
    return problem(
      "the outputs are probabilities already, and the loss applies sigmoid to them again",
      "leave the sigmoid at the model's end out, or use binaryCrossEntropy",
    );
  },
};

async function ofSoftmax({ output, traits }: Subject, dim: number): Promise<Finding> {
  if (traits.isDoubled) return doubled("softmax");
  const [low, offBy, logOffBy] = await measureAll(() => [
    amin(output!),
    amax(abs(sub(sum(output!, { dim }), 1))),
    amax(abs(sub(sum(exp(output!), { dim }), 1))),
  ]);
  const areProbabilities = low >= 0 && offBy < ROUNDING;
  if (traits.takes === "logits") {
    if (!areProbabilities) return ok("softmax is applied once, by the loss");
    return problem(
      "the outputs are probabilities already, and the loss applies softmax to them again",
      "leave the softmax at the model's end out; crossEntropy takes logits",
    );
  }
  if (logOffBy < ROUNDING) return ok("the outputs are log-probabilities, as the loss takes them");
  return problem(
    `the loss takes log-probabilities, the outputs are ${areProbabilities ? "probabilities" : "none"}`,
    areProbabilities ? "end the model with LogSoftmax instead" : "end the model with LogSoftmax, or use crossEntropy",
  );
}

function doubled(activation: string): Finding {
  return problem(
    `the loss applies ${activation} two times`,
    `crossEntropy and binaryCrossEntropyWithLogits apply it themselves: leave out the other ${activation}`,
  );
}

/** Logits of a fresh model may all lie between 0 and 1 by chance, but not with other weights. */
async function staysBetweenZeroAndOne(subject: Subject): Promise<boolean> {
  const lies = async (output: Tensor): Promise<boolean> => {
    const [inside] = await measureAll(() => [all(logicalAnd(ge(output, 0), le(output, 1)))]);
    return inside === 1;
  };
  if (!(await lies(subject.output!))) return false;
  const generator = new Generator(2);
  for (let i = 0; i < 2; i++) {
    noGrad(() =>
      scope(() => {
        for (const parameter of subject.model.parameters()) {
          if (!isFloat(parameter.dtype)) continue;
          const { shape, dtype, backend } = parameter;
          parameter.assign(add(parameter, mul(randn(shape, { dtype, backend, generator }), KICK)));
        }
      }),
    );
    const output = forward(subject, subject.inputs, false);
    const inside = await lies(output);
    output.dispose();
    if (!inside) return false;
  }
  return true;
}
