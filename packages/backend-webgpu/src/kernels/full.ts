import { isFloat, type Primitives, type View } from "@nn/core";
import { elementwise } from "../elementwise";
import type { Gpu } from "../gpu/gpu";
import { storageType } from "../gpu/storage";
import type { For } from "../kernel";

/** Makes every element of contiguous `y` `value`. */
export function fill(gpu: Gpu, y: View, value: number): void {
  const number = isFloat(y.dtype) ? "f32" : "u32";
  const values = [y.dtype === "uint8" ? value & 255 : y.dtype === "bool" ? +(value !== 0) : value];
  const code = (): string => `vec4<${storageType(y.dtype)}>(vec4<${number}>(u.value))`;
  elementwise(gpu, { name: "full", code, uniforms: [`value: ${number}`], values }, y);
}

export const full: For<Primitives["full"]> =
  (gpu) =>
  (_, [y], { value }) =>
    fill(gpu, y, value);
