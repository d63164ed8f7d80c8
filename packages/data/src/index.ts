export { generateDigits, type GenerateDigitsOptions } from "./digits/generate-digits";
export type { IdxDType, IdxElements } from "./idx/elements";
export { IdxError } from "./idx/error";
export { type IdxArray, type ParseIdxOptions, parseIdx } from "./idx/parse-idx";
export type { LabelledImages } from "./labelled-images";
export { DataLoader, type DataLoaderOptions } from "./loader/data-loader";
export { type Batch, type HostArray, TensorDataset } from "./loader/tensor-dataset";
export { type LoadMnistOptions, loadMnist } from "./mnist/load-mnist";
