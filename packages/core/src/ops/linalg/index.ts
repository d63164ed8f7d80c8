export { matmul } from "./matmul";
