import { describe, expect, it } from "vitest";
import { type NpyArray, parseNpz, serializeNpz } from "../../src/index";
import { golden } from "../golden";

const members = JSON.parse(new TextDecoder().decode(golden("numpy/npz.json"))) as {
  name: string;
  dtype: string;
  shape: number[];
  elements: string;
}[];
const expected = members.map(({ name, dtype, shape, elements }) => ({ name, dtype, shape, elements }));
const described = (arrays: Map<string, NpyArray>) =>
  [...arrays].map(([name, { dtype, shape, data }]) => ({
    name,
    dtype,
    shape,
    elements: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64"),
  }));

describe("archives of NumPy", () => {
  it.each(["stored", "compressed", "streamed", "streamed-zip64"])("are read: %s", (name) => {
    expect(described(parseNpz(golden(`numpy/${name}.npz`)))).toEqual(expected);
  });

  it("start anywhere in a buffer", () => {
    const bytes = golden("numpy/stored.npz");
    const moved = Buffer.concat([Buffer.alloc(5), bytes, Buffer.alloc(2)]).subarray(5, -2);
    expect(described(parseNpz(moved))).toEqual(expected);
  });

  it.each([false, true])("hold what they held when they are written again, compressed: %s", (compress) => {
    const arrays = parseNpz(golden("numpy/stored.npz"));
    const bytes = serializeNpz(arrays, { compress });
    expect(described(parseNpz(bytes))).toEqual(expected);
    expect(serializeNpz(arrays, { compress })).toEqual(bytes);
  });
});
