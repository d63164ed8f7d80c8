import type { Tensor } from "@nn/core";

/**
 * What a checkpoint holds: tensors, numbers, strings, booleans and null in plain objects and arrays. Members that are
 * undefined are left out.
 */
export type CheckpointTree =
  | Tensor
  | number
  | string
  | boolean
  | null
  | readonly CheckpointTree[]
  | { readonly [key: string]: CheckpointTree | undefined };
