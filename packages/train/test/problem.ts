import { crossEntropy, manualSeed, type Tensor } from "@nn/core";
import { DataLoader, type HostArray, TensorDataset } from "@nn/data";
import { Dropout, Linear, ReLU, Sequential } from "@nn/layers";
import { Adam, CosineAnnealingLR } from "@nn/optim";

export type PointsLoader = DataLoader<[HostArray, HostArray]>;

/** Points in the plane in two classes, inside and outside of a ring. */
export function points(count: number, { batchSize = 16, shuffle = true, seed = 0 } = {}): PointsLoader {
  const data = new Float32Array(2 * count);
  const labels = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const angle = i * 2.4;
    const radius = Math.sqrt((i + 0.5) / count);
    data[2 * i] = radius * Math.cos(angle);
    data[2 * i + 1] = radius * Math.sin(angle);
    labels[i] = radius < 0.7 ? 0 : 1;
  }
  const dataset = new TensorDataset<[HostArray, HostArray]>(
    { data, shape: [count, 2] },
    { data: labels, shape: [count], dtype: "int32" },
  );
  return new DataLoader(dataset, { batchSize, shuffle, seed });
}

/** A fresh network with dropout, an optimizer and a schedule of `steps`. */
export function network(
  steps = 100,
  lr = 0.01,
): {
  model: Sequential;
  optimizer: Adam;
  schedule: { scheduler: CosineAnnealingLR; every: "step" };
} {
  manualSeed(7);
  const model = new Sequential(new Linear(2, 16), new ReLU(), new Dropout(0.1), new Linear(16, 2));
  const optimizer = new Adam(model.parameters(), { lr });
  return {
    model,
    optimizer,
    schedule: { scheduler: new CosineAnnealingLR(optimizer, { tMax: steps }), every: "step" },
  };
}

export const loss = (scores: Tensor, labels: Tensor): Tensor => crossEntropy(scores, labels);

export async function weights(model: Sequential): Promise<number[]> {
  const all = await Promise.all(Object.values(model.stateDict()).map((t) => t.data()));
  return all.flatMap((data) => [...data]);
}
