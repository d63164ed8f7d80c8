import type { FusedOps } from "@nn/core";
import type { For } from "../kernel";

/** Scores are never stored as a whole: softmax is taken block by block of keys (Dao et al. 2022, arXiv:2205.14135). */
export const attention: For<FusedOps["attention"]> =
  (gpu) =>
  (...args) =>
    gpu.plan.attention(gpu, ...args);
