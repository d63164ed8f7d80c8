import type { Kernel } from "@nn/core";
import type { Gpu } from "./gpu/gpu";

/** Makes a kernel that runs on a device. */
export type For<A> = (gpu: Gpu) => Kernel<A>;
