import { calculateGain } from "./calculate-gain";
import { constant } from "./constant";
import { kaimingNormal } from "./kaiming-normal";
import { kaimingUniform } from "./kaiming-uniform";
import { normal } from "./normal";
import { ones } from "./ones";
import { orthogonal } from "./orthogonal";
import { truncatedNormal } from "./truncated-normal";
import { uniform } from "./uniform";
import { xavierNormal } from "./xavier-normal";
import { xavierUniform } from "./xavier-uniform";
import { zeros } from "./zeros";

export type { Nonlinearity } from "./calculate-gain";
export type { KaimingOptions } from "./kaiming-options";
export type { NormalOptions } from "./normal";
export type { OrthogonalOptions } from "./orthogonal";
export type { TruncatedNormalOptions } from "./truncated-normal";
export type { UniformOptions } from "./uniform";
export type { XavierOptions } from "./xavier-options";

/** Functions that fill a tensor in place, as `torch.nn.init`. An object, since bundlers keep unused namespaces. */
export const init = {
  calculateGain,
  constant,
  kaimingNormal,
  kaimingUniform,
  normal,
  ones,
  orthogonal,
  truncatedNormal,
  uniform,
  xavierNormal,
  xavierUniform,
  zeros,
} as const;
