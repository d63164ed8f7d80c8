export { wasm } from "@nn/backend-wasm";
