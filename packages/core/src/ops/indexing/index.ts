export { gather } from "./gather";
export { scatterAdd } from "./scatter-add";
export { scatter } from "./scatter";
