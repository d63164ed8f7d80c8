import { describe, expect, it } from "vitest";
import { constant, node, onnxModel, wholes } from "../src/onnx/model";
import { bytes, float, message, text, whole } from "../src/onnx/protobuf";

const hex = (data: Uint8Array): string => Buffer.from(data).toString("hex");

describe("protobuf", () => {
  // The examples of https://protobuf.dev/programming-guides/encoding.
  it("writes the documented examples", () => {
    expect(hex(whole(1, 150))).toBe("089601");
    expect(hex(text(2, "testing"))).toBe("120774657374696e67");
    expect(hex(bytes(3, whole(1, 150)))).toBe("1a03089601");
  });

  it("writes large fields, large numbers, floats and nothing", () => {
    expect(hex(whole(20, 0))).toBe("a00100");
    expect(hex(whole(1, 2 ** 53 - 1))).toBe("08ffffffffffffff0f");
    expect(hex(float(2, 0.5))).toBe("150000003f");
    expect(hex(message())).toBe("");
  });
});

describe("onnxModel", () => {
  it("writes operators, attributes, constants and shapes as onnx.proto numbers them", () => {
    const nodes = [node("Op", ["x", "c"], "y", { whole: 3, text: "a", float: { float: 0.5 }, wholes: [1, 300] })];
    const model = onnxModel({ nodes, inputs: { x: [2, 300] }, constants: { c: wholes(-1) }, output: "y" });
    const attributes = [
      ["77686f6c65", "1803a00102"], // whole: i = 3, type INT
      ["74657874", "220161a00103"], // text: s = "a", type STRING
      ["666c6f6174", "150000003fa00101"], // float: f = 0.5, type FLOAT
      ["77686f6c6573", "400140ac02a00107"], // wholes: ints = 1, 300, type INTS
    ].map(([name, value]) => field("2a", field("0a", name) + value));
    const call = field(
      "0a",
      `${field("0a", "78")}${field("0a", "63")}${field("12", "79")}22024f70${attributes.join("")}`,
    );
    const held = field("2a", `080110074201634a08${"f".repeat(16)}`);
    const input = field("5a", "0a0178120f0a0d080112090a0208020a0308ac02");
    const output = field("62", "0a017912040a020801");
    expect(hex(model)).toBe(`0809${field("3a", `${call}12056772617068${held}${input}${output}`)}42040a001014`);
  });

  it("holds host tensors as float32", () => {
    const held = constant({ shape: [2], data: Int32Array.of(1, -2) });
    expect(held).toEqual({ shape: [2], data: Float32Array.of(1, -2) });
  });
});

/** A length-delimited field with less than 128 bytes, or two bytes of length. */
function field(tag: string, body: string): string {
  const length = body.length / 2;
  const size = length < 128 ? [length] : [(length % 128) + 128, Math.floor(length / 128)];
  return tag + Buffer.from(size).toString("hex") + body;
}
