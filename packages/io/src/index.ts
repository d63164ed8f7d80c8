export { SAFETENSORS_DTYPES, type SafetensorsDType } from "./safetensors/dtypes";
export { SafetensorsError } from "./safetensors/error";
export { loadSafetensors } from "./safetensors/load";
export { parseSafetensors, type Safetensors } from "./safetensors/parse";
export type { RawTensor } from "./safetensors/raw-tensor";
export { saveSafetensors, type SaveSafetensorsOptions } from "./safetensors/save";
export { serializeSafetensors } from "./safetensors/serialize";
