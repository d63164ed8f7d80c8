import { customGrad, isGradEnabled, keep, type Tensor } from "@nn/core";
import type { Gradients } from "./hooks";

/**
 * The same tensors. In a backward pass `exchange` gets their gradients together, null where none arrives, and gives
 * those to pass on.
 *
 * Each tensor passes two identity ops. All outer ones are recorded before all inner ones, and a backward pass goes from
 * the latest op to the earliest: when it comes to the first outer one, the inner ones have seen all gradients.
 */
export function gradientGate(
  name: string,
  tensors: readonly Tensor[],
  exchange: (gradients: Gradients) => Gradients,
): Tensor[] {
  let arrived: (Tensor | null)[] | undefined;
  let results: (() => Tensor | null)[] = [];
  const leave = (i: number): Tensor | null => {
    if (arrived) {
      const before = arrived;
      arrived = undefined;
      results = exchange(before).map((gradient, j) => held(before[j] && gradient, before[j]));
    }
    return results[i]();
  };
  const arrive = (gradient: Tensor, i: number): Tensor => {
    arrived ??= tensors.map(() => null);
    // The backward pass frees a gradient that it has passed on; with a graph it does not, and the graph is needed.
    return (arrived[i] = isGradEnabled() ? gradient : gradient.detach());
  };
  return tensors
    .map((x, i) => identity(name, x, () => leave(i)))
    .map((x, i) => identity(name, x, (gradient) => arrive(gradient, i)));
}

/** Holds `gradient`, unless it is still the one `before`, until it is asked for, which it is once. */
function held(gradient: Tensor | null, before: Tensor | null): () => Tensor | null {
  if (!gradient || gradient === before) return () => gradient;
  const handle = keep(isGradEnabled() ? gradient : gradient.detach());
  if (handle === gradient) return () => handle;
  // The backward pass frees what it is given, which has to be no tensor of the user's, and nothing that is kept.
  return () => {
    const given = handle.detach();
    handle.dispose();
    return given;
  };
}

function identity(name: string, x: Tensor, backward: (gradient: Tensor) => Tensor | null): Tensor {
  return customGrad({ name, forward: ([value]) => value, backward: (gradient) => [backward(gradient)] })(
    [x],
    undefined,
  );
}
