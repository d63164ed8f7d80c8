export { ModuleDict } from "./module-dict";
export { ModuleList } from "./module-list";
export { Sequential } from "./sequential";
