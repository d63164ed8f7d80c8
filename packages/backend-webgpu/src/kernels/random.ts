import type { Primitives } from "@nn/core";
import { elementwise } from "../elementwise";
import type { For } from "../kernel";

const TURNS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
];

/** The rounds of Threefry-2x32, five groups of four: Salmon et al., Parallel random numbers: as easy as 1, 2, 3 (2011). */
function rounds(): string {
  const lines: string[] = [];
  for (let group = 0; group < 5; group++) {
    for (const turn of TURNS[group % 2]) {
      lines.push(`a += b; b = ((b << vec2<u32>(${turn})) | (b >> vec2<u32>(${32 - turn}))) ^ a;`);
    }
    lines.push(`a += keys[${(group + 1) % 3}]; b += keys[${(group + 2) % 3}] + ${group + 1}u;`);
  }
  return lines.join("\n");
}

/** The words of two blocks. */
const WORDS = (): string => `
fn words(i: u32) -> vec4<u32> {
  let keys = array(u.key0, u.key1, u.key0 ^ u.key1 ^ 0x1bd11bdau);
  let block = 2u * i + vec2<u32>(0, 1);
  let low = u.counter0 + block;
  var a = low + keys[0];
  var b = u.counter1 + select(vec2<u32>(0), vec2<u32>(1), low < block) + keys[1];
  ${rounds()}
  return vec4(a.x, b.x, a.y, b.y);
}`;

export const random: For<Primitives["random"]> =
  (gpu) =>
  (_, [y], { kind, key, counter }) => {
    const codes = {
      bits: "bitcast<vec4<i32>>(words(i))",
      uniform: `vec4<f32>(words(i) >> vec4<u32>(8)) * ${2 ** -24}`,
    };
    elementwise(
      gpu,
      {
        name: `random ${kind}`,
        code: () => codes[kind],
        functions: WORDS,
        uniforms: ["key0", "key1", "counter0", "counter1"],
        values: [...key, ...counter],
      },
      y,
    );
  };
