export { addmm, type AddmmOptions } from "./addmm";
export { bmm } from "./bmm";
export { dot } from "./dot";
export { einsum } from "./einsum";
export { matmul } from "./matmul";
export { mv } from "./mv";
export { outer } from "./outer";
export { tensordot, type TensordotOptions } from "./tensordot";
export { trace } from "./trace";
