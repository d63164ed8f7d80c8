// The kernels that gain from fused multiply-add: compiled a second time for engines that have relaxed SIMD.
export { attention } from "./products/attention";
export { convolve } from "./products/convolution";
export { convolveBack } from "./products/convolution-weight-gradient";
export { product } from "./products/product";
export { setScratch } from "./scratch";
export { tile1, tile2, tile3, tile4, tile5, tile6 } from "./products/tile";
export { tileOfRows } from "./products/tile-of-rows";
