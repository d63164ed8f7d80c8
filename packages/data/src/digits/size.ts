/** Pixels along each side of an image, as in MNIST. */
export const SIDE = 28;
