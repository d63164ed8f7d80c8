import { crossEntropy, klDiv, log, tensor } from "@nn/core";
import { plot } from "../charts/plot";
import { sample } from "../charts/sample";
import type { Lesson } from "../lesson";

export const information: Lesson = {
  name: "information",
  title: "Information, entropy and cross-entropy",

  async run(page) {
    page.say(`
      Where does cross-entropy, the loss behind most classifiers, come from? From measuring surprise. News that you
      expected tells you little, unlikely news a lot. If something had the probability p, then hearing that it happened
      carries the information

        I(p) = −log₂ p  bits

      One bit is the answer to one fair yes-or-no question. Two coins have p = ¼ and give 2 bits:
      the information of independent news adds up. With the natural logarithm ln the unit is the nat, which is 1 / ln 2 = 1.443 bits.
    `);
    await page.check("a coin shows heads, p = ½", bits(1 / 2), 1, 1e-12);
    await page.check("a die shows a six, p = ⅙", bits(1 / 6), 2.585, 5e-4);
    await page.check("a die shows anything from 1 to 6, p = 1", bits(1), 0, 0);

    page.say(`
      Entropy is the information that one can expect on average, each case counted with its probability:

        H(p) = Σ p · (−log₂ p)

      It is largest when everything is equally likely. A coin that falls on heads nine times out of ten tells you less
      per toss than half a fair one.
    `);
    await page.check("fair coin", entropy([0.5, 0.5]), 1, 1e-12);
    await page.check("loaded coin, 0.9 and 0.1", entropy([0.9, 0.1]), 0.469, 5e-4);
    await page.check("fair die", entropy(Array(6).fill(1 / 6)), 2.585, 5e-4);
    await page.check("fair die, in nats (ln 6)", entropy(Array(6).fill(1 / 6)) * Math.LN2, 1.792, 5e-4);
    await page.picture(
      "coin",
      plot({
        title: "What one toss of a coin tells, on average",
        x: { name: "probability of heads", range: [0, 1] },
        y: { name: "entropy in bits", range: [0, 1] },
        series: [{ name: "H(p, 1 − p)", points: sample((p) => entropy([p, 1 - p]), 0, 1) }],
      }),
    );

    page.say(`
      Letters of a language are far from equally likely. In English texts e makes up more than a tenth, z less than a
      thousandth. Guessing the letters one by one from their frequencies alone, you need about half a bit less each than
      for random letters. (Who knows the letters before needs far less, which is why language models work.)
    `);
    const total = ENGLISH.reduce((sum, part) => sum + part);
    const letters = ENGLISH.map((part) => part / total);
    await page.check("26 letters, equally likely: log₂ 26", bits(1 / 26), 4.7, 5e-3);
    await page.check("English letters", entropy(letters), 4.18, 0.01);

    page.say(`
      Now suppose that you do not know the true probabilities p and believe in others, q. Your average surprise is the
      cross-entropy, and what it has too much is called the Kullback–Leibler
      divergence:

        H(p, q) = Σ p · (−log₂ q)        KL(p, q) = H(p, q) − H(p)

      Wrong beliefs never pay: KL is 0 for q = p and positive otherwise.
    `);
    const even = Array<number>(26).fill(1 / 26);
    await page.check("English, believed to be random letters", crossEntropyOf(letters, even), 4.7, 5e-3);
    await page.check("KL of that", crossEntropyOf(letters, even) - entropy(letters), 0.52, 0.01);
    await page.check(
      "KL of the loaded coin, believed fair",
      crossEntropyOf([0.9, 0.1], [0.5, 0.5]) - entropy([0.9, 0.1]),
      0.531,
      1e-3,
    );
    const p = tensor([0.9, 0.1]);
    const q = tensor([0.5, 0.5]);
    await page.check(
      "the same by the library, in nats",
      klDiv(log(q), p, { reduction: "sum" }),
      0.531 * Math.LN2,
      1e-3,
    );

    page.say(`
      A classifier believes in q, its softmax. The truth p is certain: 1 for the right class, 0 for the rest. All terms
      vanish but one, and the loss is the surprise at the right answer, −ln q(right class). crossEntropy takes the
      network's raw outputs, does the softmax itself, and counts in nats.
    `);
    const outputs = tensor([[2, 1, 0]]);
    const beliefs = (await outputs.softmax({ dim: 1 }).tolist()) as number[][];
    await page.show("beliefs of the network", beliefs[0]);
    for (const [right, expected] of [0.4076, 1.4076, 2.4076].entries()) {
      const target = tensor([right], { dtype: "int32" });
      await page.check(`loss if class ${right} is right`, crossEntropy(outputs, target), expected, 5e-5);
      await page.check(`  and −ln of the belief in class ${right}`, -Math.log(beliefs[0][right]), expected, 5e-5);
    }
    page.say(`
      A number to remember: a network that knows nothing about k classes has a loss of ln k, that is 2.303 for ten. If a
      training starts far above, something is wrong (lesson 26 has the list).
    `);
    await page.check(
      "ten equal outputs",
      crossEntropy(tensor([Array(10).fill(0)]), tensor([3], { dtype: "int32" })),
      2.303,
      5e-4,
    );
    page.toTry(
      "Twenty questions: how many things can they tell apart at most, if every answer is worth one bit?",
      "Count the letters of a text of your own and compare its entropy with that of English.",
    );
  },
};

/** Frequencies of a to z in English texts, in per cent (https://en.wikipedia.org/wiki/Letter_frequency). */
const ENGLISH = [
  8.2, 1.5, 2.8, 4.3, 12.7, 2.2, 2, 6.1, 7, 0.15, 0.77, 4, 2.4, 6.7, 7.5, 1.9, 0.095, 6, 6.3, 9.1, 2.8, 0.98, 2.4, 0.15,
  2, 0.074,
];

/** The information of something that had this probability. */
function bits(probability: number): number {
  return -Math.log2(probability);
}

function entropy(p: readonly number[]): number {
  return crossEntropyOf(p, p);
}

/** The average information for one who believes in q while p is true. What never happens does not count. */
function crossEntropyOf(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, part, i) => sum + (part === 0 ? 0 : part * bits(q[i])), 0);
}
