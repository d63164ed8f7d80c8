/** A tree that a checkpoint cannot hold, a file that is no checkpoint, or one that cannot be read or written. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
}
