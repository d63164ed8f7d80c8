import { rand, randn } from "@nn/core";

/** Plain numbers of the standard normal distribution, for inventing data. */
export async function gaussians(count: number): Promise<number[]> {
  return Array.from(await randn([count]).data());
}

/** Plain numbers from 0 to 1, all equally likely. */
export async function uniforms(count: number): Promise<number[]> {
  return Array.from(await rand([count]).data());
}
