import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "@nn/io";
import { LessonsError, messageOf } from "../errors";

/** Writes `svg` as `folder/name`, making the folder when it is not there, and gives the path. */
export async function writePicture(folder: string, name: string, svg: string): Promise<string> {
  const path = join(folder, name);
  try {
    await makeFolder(folder);
    // Replaces a link itself instead of writing through it to somewhere else.
    await rm(path, { force: true });
    await writeFile(path, svg, { flag: "wx" });
    return path;
  } catch (cause) {
    throw new LessonsError(
      `cannot write the picture ${path}: ${messageOf(cause)}. Name another folder with --pictures`,
      { cause },
    );
  }
}
