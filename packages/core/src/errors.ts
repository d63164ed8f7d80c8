/** Sizes or dimensions do not fit the operation. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/** An element type does not fit the operation, or a backend does not hold it. */
export class DTypeError extends Error {
  override readonly name = "DTypeError";
}

/** An argument other than a shape or dtype is out of its range. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** No backend is set, tensors of different backends meet, or a backend fails. */
export class BackendError extends Error {
  override readonly name = "BackendError";
}

/** The graph cannot be differentiated as asked. */
export class AutogradError extends Error {
  override readonly name = "AutogradError";
}

/** A tensor was used after its memory was given back. */
export class DisposedError extends Error {
  override readonly name = "DisposedError";
}

/** Raised by `detectAnomaly` when an op turns finite values into NaN or infinity. */
export class AnomalyError extends Error {
  override readonly name = "AnomalyError";
}
