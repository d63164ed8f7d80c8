import { library } from "@nn/tsup-config";

// The view of a terminal is an entry of its own, so that nothing of it gets into a page.
export default { ...library, entry: { index: "src/index.ts", terminal: "src/terminal/index.ts" } };
