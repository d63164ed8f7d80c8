import { expect, it } from "vitest";
import { accuracyOf, confusionOf } from "../src/evaluate";
import { formatDuration, formatPercent } from "../src/format";
import { drawImage } from "../src/image-art";
import { formatConfusion, formatFacts } from "../src/report";

it("counts what was read as what", () => {
  const confusion = confusionOf(new Uint8Array([0, 1, 1, 9]), new Uint8Array([0, 1, 7, 9]));
  expect(confusion[1]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
  expect(accuracyOf(confusion)).toBe(0.75);
});

it("aligns the confusion matrix", () => {
  expect(
    formatConfusion([
      [1234, 0, 2],
      [0, 0, 0],
      [10, 0, 30],
    ]),
  ).toBe(
    [
      "rows: what the digit is, columns: what it was read as",
      "      │     0     1     2  │   recall",
      "──────┼────────────────────┼─────────",
      "    0 │  1234     ·     2  │  99.84 %",
      "    1 │     ·     ·     ·  │        –",
      "    2 │    10     ·    30  │  75.00 %",
    ].join("\n"),
  );
});

it("aligns facts", () => {
  expect(
    formatFacts([
      ["a", "1"],
      ["long", "2"],
    ]),
  ).toBe("a     1\nlong  2");
});

it("writes figures as people do", () => {
  expect([0, 0.98125, 1].map((part) => formatPercent(part))).toEqual(["0.00 %", "98.13 %", "100.00 %"]);
  expect([0.04, 59.4, 59.6, 125].map(formatDuration)).toEqual(["0.0 s", "59.4 s", "1:00 min", "2:05 min"]);
});

it("draws two rows of pixels per line", () => {
  expect(drawImage(new Uint8Array([255, 0, 255, 0, 255, 255, 90, 0, 100]), 3, 3)).toEqual(["▀▄█", "  ▀"]);
});
