import { createRequire } from "node:module";
import { join } from "node:path";
import { appRoot } from "../app-root";

export const workspace = join(appRoot, "../..");

/** `require` of the development tools of the workspace. */
export const requireTool = createRequire(join(workspace, "package.json"));
