import { ArgumentError, setBackend, ShapeError } from "@nn/core";
import { cpu } from "@nn/backend-cpu";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataLoader, oneHot, randomSplit, StandardScaler, TensorDataset } from "../../src/index";

const x = { data: Float32Array.of(1, 10, 5, 3, 20, 5, 8, 30, 5), shape: [3, 3] };

describe("StandardScaler", () => {
  it("learns means and deviations of the population", () => {
    const scaler = StandardScaler.fit(x);
    expect(scaler.mean).toEqual([4, 20, 5]);
    expect(scaler.std[0]).toBeCloseTo(Math.sqrt(26 / 3), 12);
    expect(scaler.std[1]).toBeCloseTo(Math.sqrt(200 / 3), 12);
    expect(scaler.std[2]).toBe(1);
  });

  it("learns from some rows alone", () => {
    expect(StandardScaler.fit(x, { rows: [0, 1] }).toJSON()).toEqual({ mean: [2, 15, 5], std: [1, 5, 1] });
  });

  it("brings features to mean 0 and deviation 1, and back, also from JSON", () => {
    const value = fc.integer({ min: -1e9, max: 1e9 }).map((thousandths) => thousandths / 1000);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 20 }), (rows) => {
        const matrix = { data: Float64Array.from(rows.flat()), shape: [rows.length, 2] };
        const fitted = StandardScaler.fit(matrix);
        const scaler = StandardScaler.fromJSON(JSON.parse(JSON.stringify(fitted)) as typeof fitted);
        const scaled = scaler.transform(matrix);
        expect(scaled).toEqual(fitted.transform(matrix));
        for (let k = 0; k < 2; k++) {
          const column = rows.map((_, i) => scaled.data[2 * i + k]);
          const mean = column.reduce((sum, v) => sum + v, 0) / rows.length;
          const deviation = Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / rows.length);
          // Deviations near the last digits of the values are rounding.
          if (fitted.std[k] > 1e-6 * Math.abs(fitted.mean[k])) {
            expect(Math.abs(mean)).toBeLessThan(1e-6);
            if (fitted.std[k] !== 1) expect(deviation).toBeCloseTo(1, 6);
          }
        }
        scaler.inverse(scaled).data.forEach((v, i) => expect(v).toBeCloseTo(matrix.data[i], 6));
      }),
    );
  });

  it("keeps float64 and makes float32 of anything else", () => {
    const scaler = StandardScaler.fromJSON({ mean: [1], std: [2] });
    expect(scaler.transform({ data: Float64Array.of(2), shape: [1] }).data).toEqual(Float64Array.of(0.5));
    expect(scaler.transform({ data: Uint8Array.of(2), shape: [1, 1] }).data).toEqual(Float32Array.of(0.5));
  });

  it("scales the batches of a loader", async () => {
    setBackend(cpu());
    const [part] = randomSplit(new TensorDataset(x), [2, 1]);
    const scaler = StandardScaler.fit(x, { rows: part.indices });
    const scaled = scaler.transform(x).data;
    for await (const [batch] of new DataLoader(part, { batchSize: 2, transform: scaler })) {
      expect(Array.from(await batch.data())).toEqual(
        [...part.indices].flatMap((i) => [...scaled.subarray(3 * i, 3 * i + 3)]),
      );
    }
    expect.assertions(1);
  });

  it.each<[() => unknown, new () => Error, RegExp]>([
    [() => StandardScaler.fit({ data: new Float32Array(1), shape: [] }), ShapeError, /x is a scalar/],
    [() => StandardScaler.fit({ data: new Float32Array(0), shape: [0, 3] }), ArgumentError, /there are no rows/],
    [() => StandardScaler.fit({ data: new Float32Array(3), shape: [2, 2] }), ShapeError, /x holds 3 elements, expected 4/],
    [() => StandardScaler.fit({ data: Float32Array.of(1, NaN), shape: [1, 2] }), ArgumentError, /row 0, feature 1 is NaN, expected a finite number/],
    [() => StandardScaler.fit(x, { rows: [3] }), ArgumentError, /rows\[0\] is 3, expected 0 to 2/],
    [() => StandardScaler.fit(x, { rows: [0.5] }), ArgumentError, /rows\[0\] is 0.5/],
    [() => StandardScaler.fit(x).transform({ data: new Float32Array(4), shape: [2, 2] }), ShapeError, /fitted to 3 features, samples of shape \[2\] have 2/],
    [() => StandardScaler.fit(x).prepare([2]), ShapeError, /fitted to 3 features/],
    [() => StandardScaler.fromJSON(null as never), ArgumentError, /mean of the state must be an array of finite numbers/],
    [() => StandardScaler.fromJSON({ mean: [1], std: ["1"] as never }), ArgumentError, /std of the state must be an array of finite numbers/],
    [() => StandardScaler.fromJSON({ mean: [1, 2], std: [1] }), ArgumentError, /2 means and 1 deviations/],
    [() => StandardScaler.fromJSON({ mean: [1], std: [0] }), ArgumentError, /expected as many of both, above 0/],
  ])("refuses %s", (make, type, message) => {
    expect(make).toThrow(type);
    expect(make).toThrow(message);
  }); // oxfmt-ignore
});

describe("oneHot", () => {
  it("has a one at each index", () => {
    expect(oneHot([2, 0], 3)).toEqual({ data: Float32Array.of(0, 0, 1, 1, 0, 0), shape: [2, 3] });
    expect(oneHot(new Uint8Array(0), 3)).toEqual({ data: new Float32Array(0), shape: [0, 3] });
  });

  it.each([[[3], 3], [[-1], 3], [[0.5], 3], [[NaN], 3], [[0], 0], [[0], NaN]])("refuses %j of %d", (indices, classes) => {
    expect(() => oneHot(indices, classes)).toThrow(/^oneHot: (index 0 is .*, expected an integer from 0 to 2|numClasses must be)/);
  }); // oxfmt-ignore
});
