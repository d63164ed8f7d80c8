import { ArgumentError, ShapeError } from "../../errors";
import { formatShape, type Shape } from "../../shape";

/** The labels of each operand's dimensions and of the result's. Dimensions under "..." are ".0" for the last, ".1", ... */
export interface Equation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** Reads an equation such as "bij,bjk->bik" for operands of the given shapes. */
export function parseEquation(equation: string, shapes: readonly Shape[]): Equation {
  const [left, right, ...rest] = equation.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  if (rest.length > 0) throw new ArgumentError(`einsum: "${equation}" has more than one "->"`);
  if (terms.length !== shapes.length) {
    throw new ArgumentError(`einsum: "${equation}" has ${terms.length} operands, got ${shapes.length} tensors`);
  }
  const inputs = terms.map((term, i) => {
    const letters = readTerm(equation, term);
    const hidden = shapes[i].length - letters.length + (letters.includes("...") ? 1 : 0);
    if (hidden < 0 || (hidden > 0 && !letters.includes("..."))) {
      throw new ShapeError(`einsum: "${term}" does not fit the dimensions of operand ${i}, ${formatShape(shapes[i])}`);
    }
    return spellOut(letters, hidden);
  });
  const hidden = Math.max(...inputs.map((labels) => labels.filter((label) => label.startsWith(".")).length));
  const output = right === undefined ? implicitOutput(inputs, hidden) : spellOut(readTerm(equation, right), hidden);
  checkOutput(equation, inputs, output);
  return { inputs, output };
}

function readTerm(equation: string, term: string): string[] {
  const letters = term.match(/\.\.\.|[a-zA-Z]/g) ?? [];
  if (letters.join("") !== term || letters.filter((letter) => letter === "...").length > 1) {
    throw new ArgumentError(`einsum: "${term}" in "${equation}" must be letters with at most one "..."`);
  }
  return letters;
}

function spellOut(letters: readonly string[], hidden: number): string[] {
  return letters.flatMap((letter) => (letter === "..." ? ellipsis(hidden) : [letter]));
}

function ellipsis(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `.${count - 1 - i}`);
}

/** The dimensions under "...", then the letters that occur once, in alphabetical order. */
function implicitOutput(inputs: readonly (readonly string[])[], hidden: number): string[] {
  const all = inputs.flat();
  const once = all.filter((label) => !label.startsWith(".") && all.indexOf(label) === all.lastIndexOf(label));
  return [...ellipsis(hidden), ...once.sort()];
}

function checkOutput(equation: string, inputs: readonly (readonly string[])[], output: readonly string[]): void {
  for (const label of output) {
    if (!inputs.some((labels) => labels.includes(label))) {
      throw new ArgumentError(`einsum: "${label}" of the result is in no operand of "${equation}"`);
    }
    if (output.indexOf(label) !== output.lastIndexOf(label)) {
      throw new ArgumentError(`einsum: "${label}" occurs twice in the result of "${equation}"`);
    }
  }
}
