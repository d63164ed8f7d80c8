/** A function after which a weight's variance is corrected. */
export type Nonlinearity = "linear" | "sigmoid" | "tanh" | "relu" | "leakyRelu" | "selu";

/** What a weight before `nonlinearity` is scaled by to keep the variance. `a` is the slope of `leakyRelu`. */
export function calculateGain(nonlinearity: Nonlinearity, a = 0.01): number {
  switch (nonlinearity) {
    case "tanh":
      return 5 / 3;
    case "relu":
      return Math.SQRT2;
    case "leakyRelu":
      return Math.sqrt(2 / (1 + a ** 2));
    case "selu":
      return 3 / 4;
    case "linear":
    case "sigmoid":
      return 1;
  }
}
