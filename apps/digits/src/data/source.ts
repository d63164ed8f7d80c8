import { UsageError } from "../errors";
import type { DatasetName } from "./kinds";

/** Where images come from. */
export interface Source {
  readonly dataset: DatasetName;
  /** The folder with its files; none for generated images. */
  readonly folder?: string;
}

/** What `--dataset` and `--data` say together; `inFolder` is the dataset that a folder holds unless told otherwise. */
export function resolveSource(
  { dataset, data }: { readonly dataset?: DatasetName; readonly data?: string },
  inFolder: DatasetName = "mnist",
): Source {
  if (data === undefined) {
    if (dataset === undefined || dataset === "generated") return { dataset: "generated" };
    throw new UsageError(`--dataset ${dataset} needs --data <folder> with its files`);
  }
  if (dataset === "generated") throw new UsageError("--dataset generated reads no files: leave out --data");
  return { dataset: dataset ?? inFolder, folder: data };
}

/** For the user to read. */
export function describeSource({ dataset, folder }: Source): string {
  return folder === undefined ? "drawn by the program" : `${dataset} from ${folder}`;
}
