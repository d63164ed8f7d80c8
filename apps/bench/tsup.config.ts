import { program } from "@nn/tsup-config";

export default { ...program, entry: ["src/main.ts", "src/child.ts", "src/page/main.ts"] };
