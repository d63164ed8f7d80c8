export { program as default } from "@nn/tsup-config";
