// The usual approximation (Hendrycks and Gimpel, https://arxiv.org/abs/1606.08415).
export const GELU_ROOT: number = Math.sqrt(2 / Math.PI);
export const GELU_CUBIC = 0.044715;

const tanhOf = (x: number): number => Math.tanh(GELU_ROOT * (x + GELU_CUBIC * x ** 3));

export function gelu(x: number): number {
  return 0.5 * x * (1 + tanhOf(x));
}

/** The derivative at `x`. */
export function geluSlope(x: number): number {
  const t = tanhOf(x);
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU_ROOT * (1 + 3 * GELU_CUBIC * x * x);
}
