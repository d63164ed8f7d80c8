import { expect, it } from "vitest";
import { erf } from "../src/erf";

// glibc's erf.
const known: [number, number][] = [
  [1e-9, 1.1283791670955127e-9],
  [0.1, 0.1124629160182849],
  [0.5, 0.5204998778130465],
  [1, 0.8427007929497149],
  [1.515625, 0.9679204052967425],
  [2, 0.9953222650189527],
  [3.5, 0.9999992569016276],
  [6, 1],
  [Infinity, 1],
];

it.each(known)("erf(%d)", (x, y) => {
  expect(Math.abs(erf(x) / y - 1)).toBeLessThan(1e-15);
  expect(erf(-x)).toBe(-erf(x));
});

it("erf(0) and erf(NaN)", () => {
  expect(erf(0)).toBe(0);
  expect(erf(NaN)).toBeNaN();
});
