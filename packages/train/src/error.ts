/** A training run cannot go on, or was not described as it must be. */
export class TrainError extends Error {
  override readonly name = "TrainError";
}
