import type { LabelledImages } from "../../src/index";

const CLASSES = 10;
const EPOCHS = 15;
const RATE = 0.02;

/** The part of `test` that softmax regression reads correctly after training on `train`. */
export function linearAccuracy(train: LabelledImages, test: LabelledImages): number {
  const size = train.rows * train.columns;
  const weights = new Float64Array(CLASSES * (size + 1));
  const pixels = toUnit(train.images);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = 0; i < train.count; i++) {
      const x = pixels.subarray(i * size, (i + 1) * size);
      const scores = score(weights, x);
      const highest = Math.max(...scores);
      const likelihoods = scores.map((value) => Math.exp(value - highest));
      const total = likelihoods.reduce((sum, value) => sum + value, 0);
      for (let k = 0; k < CLASSES; k++) {
        const step = (RATE / (1 + epoch)) * (likelihoods[k] / total - (k === train.labels[i] ? 1 : 0));
        const row = k * (size + 1);
        for (let j = 0; j < size; j++) weights[row + j] -= step * x[j];
        weights[row + size] -= step;
      }
    }
  }
  const unseen = toUnit(test.images);
  let correct = 0;
  for (let i = 0; i < test.count; i++) {
    const scores = score(weights, unseen.subarray(i * size, (i + 1) * size));
    if (scores.indexOf(Math.max(...scores)) === test.labels[i]) correct++;
  }
  return correct / test.count;
}

function score(weights: Float64Array, x: Float64Array): number[] {
  return Array.from({ length: CLASSES }, (_, k) => {
    const row = k * (x.length + 1);
    let sum = weights[row + x.length];
    for (let j = 0; j < x.length; j++) sum += weights[row + j] * x[j];
    return sum;
  });
}

function toUnit(bytes: Uint8Array): Float64Array {
  return Float64Array.from(bytes, (value) => value / 255);
}
