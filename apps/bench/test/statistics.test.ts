import { describe, expect, it } from "vitest";
import { difference } from "../src/run/difference";
import { median, medianOfRounds } from "../src/run/statistics";

describe("median", () => {
  it("is the middle value, or the mean of the two middle ones, in any order", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("counts a disturbed round once, however many runs it has", () => {
    expect(medianOfRounds([[1, 1, 1], [50, 60, 70, 80, 90, 100, 110, 120], [2]])).toBe(2);
  });
});

describe("difference", () => {
  it("is relative to the largest value of the same output", () => {
    expect(difference({ y: [1, -9] }, { y: [1, -10] })).toBeCloseTo(0.1);
    expect(difference({ y: [1, 2], z: [3.3] }, { y: [1, 2], z: [3] })).toBeCloseTo(0.1);
    expect(difference({ y: [0, 0] }, { y: [0, 0] })).toBe(0);
  });

  it("is infinite for missing outputs, other lengths and NaN", () => {
    expect(difference({}, { y: [1] })).toBe(Infinity);
    expect(difference({ y: [1, 2] }, { y: [1] })).toBe(Infinity);
    expect(difference({ y: [NaN] }, { y: [1] })).toBe(Infinity);
  });
});
