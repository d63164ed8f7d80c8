import type { Behaviour } from "./behaviour";
import { determinism } from "./determinism";
import { errors } from "./errors";
import { lifetimes } from "./lifetimes";
import { methods } from "./methods";
import { randomBits } from "./random-bits";
import { readback } from "./readback";
import { transforms } from "./transforms";
import { updates } from "./updates";

export const behaviours: readonly Behaviour[] = [
  ...lifetimes,
  ...readback,
  ...errors,
  ...determinism,
  ...randomBits,
  ...transforms,
  ...updates,
  ...methods,
];
