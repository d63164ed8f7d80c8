export { library as default } from "@nn/tsup-config";
