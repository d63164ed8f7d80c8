export { fullLike } from "./full-like";
export { eye } from "./eye";
export { full } from "./full";
export { onesLike } from "./ones-like";
export { ones } from "./ones";
export { tensor, type TensorData, type TensorOptions } from "./tensor";
export { zerosLike } from "./zeros-like";
export { zeros } from "./zeros";
export type { CreationOptions } from "./options";
