/** Grey images and their classes. Image `i` starts at `i * rows * columns`; 0 is background, 255 full ink. */
export interface LabelledImages {
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}
