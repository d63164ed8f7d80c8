export { builtins, toPath } from "./builtins";
export { makeFolder } from "./make-folder";
export { openFile, readWhole, type ReadableFile } from "./open-file";
export { errorCode, fileErrorReason } from "./reason";
export { removeIfAbandoned, targetOfTemporary } from "./temporary";
export { writeFileAtomically } from "./write-atomically";
