export const BATCH = 8;
export const LENGTH = 128;
export const WIDTH = 128;
export const HEADS = 4;
/** Between the two linear layers. */
export const INNER = 4 * WIDTH;
