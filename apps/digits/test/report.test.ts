import { expect, it } from "vitest";
import { DATASETS } from "../src/data/kinds";
import { confusionOf } from "../src/read-images";
import { drawCurves } from "../src/report/curves";
import { formatPercent } from "../src/report/format";
import { drawImage } from "../src/report/image-art";
import { surestMistakes } from "../src/report/show-images";
import { formatConfusion, formatFacts } from "../src/report/tables";

it("counts what was read as what", () => {
  const confusion = confusionOf(new Uint8Array([0, 1, 1, 9]), new Uint8Array([0, 1, 7, 9]), 10);
  expect(confusion[1]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
});

it("aligns the confusion matrix, with the names of the classes", () => {
  const confusion = [
    [1234, 0, 2],
    [0, 0, 0],
    [10, 0, 30],
  ];
  expect(formatConfusion(confusion, ["0", "automobile", "ship"])).toBe(
    [
      "rows: what the image shows, columns: what it was read as",
      "           │    0 auto ship  │   recall",
      "───────────┼─────────────────┼─────────",
      "         0 │ 1234    ·    2  │  99.84 %",
      "automobile │    ·    ·    ·  │        –",
      "      ship │   10    ·   30  │  75.00 %",
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
});

it("draws two rows of pixels per line", () => {
  const grey = { ...DATASETS.mnist, side: 3 };
  expect(drawImage(new Uint8Array([255, 0, 255, 0, 255, 255, 90, 0, 100]), grey, false)).toEqual(["▀▄█", "  ▀"]);
  const colour = { ...DATASETS.cifar10, side: 2 };
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => i);
  expect(drawImage(pixels, colour, false)).toEqual([]);
  expect(drawImage(pixels, colour, true)).toEqual([
    "\x1b[38;2;0;4;8;48;2;2;6;10m▀\x1b[38;2;1;5;9;48;2;3;7;11m▀\x1b[0m",
  ]);
});

it("finds the surest of the wrong readings", () => {
  const labels = new Uint8Array([0, 1, 2, 3]);
  const set = { kind: DATASETS.mnist, images: new Uint8Array(4 * 784), labels, count: 4 };
  const reading = {
    classes: new Uint8Array([0, 2, 1, 1]),
    probabilities: new Float32Array([1, 0.5, 0.25, 0.75]),
    confusion: [],
    accuracy: 0.25,
    loss: 1,
  };
  expect(surestMistakes(set, reading, 2)).toEqual([3, 1]);
});

const [TRAINING, VALIDATION, TEST] = ["#0072b2", "#d55e00", "#009e73"];

it("draws a point per epoch, and one for the test", async () => {
  const record = (epoch: number) => ({
    epoch,
    step: epoch,
    lr: 1,
    seconds: 1,
    train: { loss: 2 / epoch, accuracy: 0.5 },
  });
  for (const epochs of [1, 2, 30]) {
    const history = Array.from({ length: epochs }, (_, i) => record(i + 1));
    const withValidation = history.map((entry) => ({ ...entry, validation: entry.train }));
    const curves = { title: "a < b", epoch: epochs, test: { loss: 1, accuracy: 0.25 } };
    const svg = await drawCurves({ ...curves, history });
    const full = await drawCurves({ ...curves, history: withValidation });
    for (const text of ["a &lt; b", "cross-entropy (nats)", "images read right (%)", "epoch", "training", "test"]) {
      expect(full).toContain(`>${text}</text>`);
    }
    const drawn = (text: string, colour: string) => text.match(new RegExp(`<path[^>]*${colour}`, "g"))?.length ?? 0;
    // A line with its points in each of two panels and in the legend.
    const line = 2 * (1 + epochs) + 2;
    expect([TRAINING, VALIDATION, TEST].map((colour) => drawn(full, colour))).toEqual([line, line, 3]);
    expect([TRAINING, VALIDATION, TEST].map((colour) => drawn(svg, colour))).toEqual([line, 0, 3]);
    expect(svg + full).not.toMatch(/NaN|undefined/);
  }
});
