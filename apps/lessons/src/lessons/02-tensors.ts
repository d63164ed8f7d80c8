import { cat, flatten, matmul, mean, ones, reshape, softmax, sum, tensor, type Tensor, transpose } from "@nn/core";
import { plot, type Series } from "../charts/plot";
import type { Lesson } from "../lesson";

export const tensors: Lesson = {
  name: "tensors",
  title: "Tensors: numbers in rows, tables and stacks",

  async run(page) {
    page.say(`
      A tensor is a block of numbers of one kind, with a shape. The shape says how many directions there are to walk in,
      and how far each one goes. Reading shapes is half of the craft: most mistakes in a network are two shapes that do
      not fit together.
    `);
    const colourFilms = ones([2, 3, 4, 5, 3]);
    const shapes: [string, Tensor][] = [
      ["a number: one temperature", tensor(21.5)],
      ["a vector: one value per day", tensor([18, 21.5, 20])],
      ["a matrix: a grey image, height × width", ones([4, 5])],
      ["3-D: a colour image, height × width × colour", ones([4, 5, 3])],
      ["4-D: a film, frames × height × width × colour", ones([3, 4, 5, 3])],
      ["5-D: samples of films", colourFilms],
    ];
    page.table(
      ["what it holds", "dimensions", "shape", "numbers in it"],
      shapes.map(([name, t]) => [name, t.ndim, `[${t.shape.join(", ")}]`, t.size]),
    );
    await page.check("2 · 3 · 4 · 5 · 3", colourFilms.size, 360, 0);

    page.say(`
      Tensors of one shape are added number by number. For two vectors that means: walk along the first, then along the
      second.
    `);
    await page.check("(1, 2) + (3, 1)", tensor([1, 2]).add(tensor([3, 1])), [4, 3], 0);

    page.say(`
      A matrix turns vectors into other vectors: each row of the matrix is multiplied with the vector, number by number,
      and summed up. This matrix turns the plane around the origin by an angle θ:

        cos θ   −sin θ
        sin θ    cos θ
    `);
    const rotation = (degrees: number): Tensor => {
      const angle = (degrees * Math.PI) / 180;
      return tensor([
        [Math.cos(angle), -Math.sin(angle)],
        [Math.sin(angle), Math.cos(angle)],
      ]);
    };
    await page.check("(1, 0) turned by 90°", matmul(rotation(90), tensor([1, 0])), [0, 1], 1e-6);
    await page.check("(2, 1) turned by 60°", matmul(rotation(60), tensor([2, 1])), [0.134, 2.232], 5e-4);

    page.say(`
      The 6e−17 in place of 0 is not a mistake: computers store cos 90° with about 16 digits (tensors, unless told
      otherwise, with 7), and the rest is rounding. Compare such numbers with a tolerance, never with ==.

      A matrix product does that for many vectors at once. The corners of a house are the columns of one matrix, and one
      product turns the whole house.
    `);
    const house = tensor([
      [1, 3, 3, 2, 1, 1],
      [0, 0, 2, 3, 2, 0],
    ]);
    const outline = async (name: string, corners: Tensor): Promise<Series> => {
      const [xs, ys] = (await corners.tolist()) as number[][];
      return { name, points: xs.map((x, i) => [x, ys[i]] as const), style: "path" };
    };
    const turned = matmul(rotation(60), house);
    await page.check("its roof (2, 3) ends up at", turned.slice([null, 3]), [-1.598, 3.232], 5e-4);
    await page.picture(
      "rotation",
      plot({
        title: "A house, and the same house turned by 60°",
        x: { name: "x", range: [-3, 4] },
        y: { name: "y", range: [-0.5, 4.5] },
        series: [await outline("house", house), await outline("turned by 60°", turned)],
        isSquare: true,
      }),
    );

    page.say(`
      The numbers of a tensor lie in memory in one long row. Reshaping reads the same row in other portions; nothing is
      moved. Transposing is different: it swaps rows and columns.
    `);
    const table = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    await page.show("a table", table);
    await page.check("flatten: one row", flatten(table), [1, 2, 3, 4, 5, 6], 0);
    await page.check(
      "reshape to [3, 2]",
      reshape(table, [3, 2]),
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      0,
    );
    await page.check(
      "transpose",
      transpose(table, 0, 1),
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
      0,
    );
    await page.check(
      "cat with (7, 8, 9) below",
      cat([table, tensor([[7, 8, 9]])]),
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      0,
    );

    page.say(`
      Sums and means run along a dimension, and that dimension disappears. dim: 0 goes down the columns, dim: 1 goes
      along the rows. It helps to look at the shape and ask which of its numbers will be gone.
    `);
    await page.check("sum of everything", sum(table), 21, 0);
    await page.check("sum, dim: 0   ([2, 3] becomes [3])", sum(table, { dim: 0 }), [5, 7, 9], 0);
    await page.check("sum, dim: 1   ([2, 3] becomes [2])", sum(table, { dim: 1 }), [6, 15], 0);
    await page.check("mean, dim: 1", mean(table, { dim: 1 }), [2, 5], 0);

    page.say(`
      Softmax turns any numbers into probabilities: it raises e to each of them and divides by the sum. It keeps the
      shape, so here dim says which numbers shall add up to 1: those of a row, or those of a column.
    `);
    const acrossRow = softmax(table, { dim: 1 });
    const downColumn = softmax(table, { dim: 0 });
    await page.check(
      "softmax, dim: 1",
      acrossRow,
      [
        [0.09, 0.2447, 0.6652],
        [0.09, 0.2447, 0.6652],
      ],
      5e-5,
    );
    await page.check("each row adds up to", sum(acrossRow, { dim: 1 }), [1, 1], 1e-6);
    await page.check(
      "softmax, dim: 0",
      downColumn,
      [
        [0.04743, 0.04743, 0.04743],
        [0.9526, 0.9526, 0.9526],
      ],
      5e-5,
    );
    await page.check("each column adds up to", sum(downColumn, { dim: 0 }), [1, 1, 1], 1e-6);
    page.say(`
      Both rows gave the same probabilities, though one holds 1, 2, 3 and the other 4, 5, 6: softmax sees differences
      only.
    `);
    page.toTry(
      "Multiply the rotations by 30° and by 60°, and compare the product with the rotation by 90°.",
      "Take the mean of the 5-D tensor over everything but the samples: which dims do you name, and what shape is left?",
    );
  },
};
