/**
 * A checkpoint is a safetensors file, with the tensors under their paths in the tree and the rest as JSON under
 * `METADATA_KEY`: `{"version": 1, "tree": …}`. In the tree, text that starts with "$" stands for what JSON lacks:
 * "$tensor:NAME" for a tensor, "$number:NaN", "$number:Infinity", "$number:-Infinity" and "$number:-0" for those
 * numbers, and "$$…" for text that itself starts with "$".
 */
export const METADATA_KEY = "nn.checkpoint";
export const VERSION = 1;

export const MARK = "$";
export const TENSOR = "$tensor:";
export const NUMBER = "$number:";

/** Deeper trees would exhaust the stack of some engine. */
export const DEEPEST = 500;
