import { cat, manualSeed, mseLoss, noGrad, tensor, type Tensor } from "@nn/core";
import { Embedding, Linear, Module, ReLU, Sequential } from "@nn/layers";
import { Adam } from "@nn/optim";
import { bars } from "../charts/bars";
import { gaussians, uniforms } from "../draw";
import type { Lesson } from "../lesson";

export const embedding: Lesson = {
  name: "embedding",
  title: "Categories among numbers: rents by size and district",

  async run(page) {
    page.say(`
      How much is the rent of a flat? That depends on its size, which is a number, and on its district, which is a
      name. A network multiplies and adds, so what is it to do with "Harbour"? Numbering the districts 0 to 5 would tell
      it that district 4 is twice district 2, which is nonsense.

      An embedding gives every category a small vector of its own, a row in a table. The rows are weights: they start
      at random and are trained like all others. What the network needs to know about a district, it writes there.
    `);
    manualSeed(12);
    const flats = await inventFlats(600);
    const rows = flats.slice(0, 3).map(({ size, district, rent }) => [DISTRICTS[district].name, size, rent]);
    page.table(["district", "size in m²", "rent in € a month"], rows);

    page.say(`
      The rents are invented: a price per m² for each district, 50 € of noise. Below are the table's rows put next to
      the size. Rents and sizes are divided by 1000 and 100, so that the network works with numbers around 1.
    `);
    const withDistrict = await train(new RentModel(), flats);
    await page.show("typical error with the district, in €", withDistrict.error);

    page.say(`To see what the embedding is worth, the same network is trained again with every flat in district 0.`);
    manualSeed(12);
    const without = await train(
      new RentModel(),
      flats.map((flat) => ({ ...flat, district: 0 })),
    );
    await page.show("typical error without it, in €", without.error);
    page.claim(
      "knowing the district makes the error at least three times smaller",
      without.error > 3 * withDistrict.error,
    );
    await page.check("typical error with the district: the noise and little more", withDistrict.error, 50, 12);

    page.say(`Here is what the trained network asks for 60 m² in each district, beside the truth.`);
    const districts = DISTRICTS.map((_, i) => ({ size: 60, district: i, rent: 0 }));
    const predicted = Array.from(await noGrad(() => withDistrict.model.forward(...inputsOf(districts))).data());
    const asked = predicted.map((value) => 1000 * value);
    const truth = DISTRICTS.map(({ price }) => 60 * price);
    const vectors = (await withDistrict.model.districts.weight.tolist()) as number[][];
    page.table(
      ["district", "its vector", "", "predicted", "true"],
      DISTRICTS.map(({ name }, i) => [name, vectors[i][0], vectors[i][1], Math.round(asked[i]), truth[i]]),
    );
    page.claim(
      "every prediction lies within 50 € of the truth",
      asked.every((rent, i) => Math.abs(rent - truth[i]) < 50),
    );
    await page.picture(
      "districts",
      bars({
        title: "Rent of 60 m² by district",
        x: "district",
        categories: DISTRICTS.map(({ name }) => name),
        y: { name: "€ a month" },
        series: [
          { name: "predicted", values: asked },
          { name: "true", values: truth },
        ],
      }),
    );
    page.claim(
      "the second number of the vectors rises from the dearest district to the cheapest",
      vectors.every(([, second], i) => i === 0 || second > vectors[i - 1][1]),
    );
    page.say(`
      No one told the network which districts are dear, and the rows started at random. Training put the districts in
      order, because that is what it takes to get the rents right. Words are treated the same way in language models: a row for every word, thousands of
      numbers long.
    `);
    page.toTry(
      "Make the vectors one number long. Is that enough here? Sort the districts by it.",
      "Give only 5 of the 600 flats to one district. How good is its prediction?",
    );
  },
};

const DISTRICTS = [
  { name: "Old Town", price: 21 },
  { name: "Harbour", price: 18 },
  { name: "Hillside", price: 14 },
  { name: "Station", price: 12 },
  { name: "Mills", price: 10 },
  { name: "Airport", price: 7 },
];

interface Flat {
  /** In m². */
  readonly size: number;
  /** A place in DISTRICTS. */
  readonly district: number;
  /** In € a month. */
  readonly rent: number;
}

class RentModel extends Module {
  districts = new Embedding(DISTRICTS.length, 2);
  rest = new Sequential(new Linear(3, 16), new ReLU(), new Linear(16, 1));

  /** Sizes [n, 1] in 100 m² and district numbers [n] to rents [n, 1] in 1000 €. */
  forward(sizes: Tensor, districts: Tensor): Tensor {
    return this.rest.forward(cat([sizes, this.districts.forward(districts)], { dim: 1 }));
  }
}

function inputsOf(flats: readonly Flat[]): [sizes: Tensor, districts: Tensor] {
  return [
    tensor(flats.map(({ size }) => [size / 100])),
    tensor(
      flats.map(({ district }) => district),
      { dtype: "int32" },
    ),
  ];
}

/** Trains on `flats`; the typical error is the root of the mean squared one. */
async function train(model: RentModel, flats: readonly Flat[]): Promise<{ model: RentModel; error: number }> {
  const inputs = inputsOf(flats);
  const rents = tensor(flats.map(({ rent }) => [rent / 1000]));
  const optimizer = new Adam(model.parameters(), { lr: 0.02 });
  const loss = (): Tensor => mseLoss(model.forward(...inputs), rents);
  for (let step = 0; step < 400; step++) {
    loss().backward();
    optimizer.step();
    optimizer.zeroGrad();
  }
  return { model, error: 1000 * Math.sqrt(await noGrad(loss).item()) };
}

async function inventFlats(count: number): Promise<Flat[]> {
  const [sizes, places, noise] = [await uniforms(count), await uniforms(count), await gaussians(count)];
  return sizes.map((part, i) => {
    const [size, district] = [Math.round(20 + 100 * part), Math.floor(DISTRICTS.length * places[i])];
    return { size, district, rent: Math.round(size * DISTRICTS[district].price + 50 * noise[i]) };
  });
}
