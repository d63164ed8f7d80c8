import type { Case } from "../case";
import { activationsTable } from "./activations";
import { attentionTable } from "./attention";
import { bigIntegersTable } from "./big-integers";
import { binaryTable } from "./binary";
import { compareTable } from "./compare";
import { convolutionTable } from "./convolution";
import { creationTable } from "./creation";
import { extremesTable } from "./extremes";
import { indexingTable } from "./indexing";
import { linalgTable } from "./linalg";
import { lossesTable } from "./losses";
import { narrowTypesTable } from "./narrow-types";
import { normalizationTable } from "./normalization";
import { optimizersTable } from "./optimizers";
import { padTable } from "./pad";
import { poolingTable } from "./pooling";
import { programsTable } from "./programs";
import { randomTable } from "./random";
import { reduceTable } from "./reduce";
import { shapeTable } from "./shape";
import { unaryTable } from "./unary";

/** Every row of every table. */
export const allCases: readonly Case[] = [
  ...creationTable,
  ...randomTable,
  ...unaryTable,
  ...binaryTable,
  ...compareTable,
  ...reduceTable,
  ...extremesTable,
  ...shapeTable,
  ...padTable,
  ...indexingTable,
  ...linalgTable,
  ...activationsTable,
  ...convolutionTable,
  ...poolingTable,
  ...normalizationTable,
  ...attentionTable,
  ...lossesTable,
  ...optimizersTable,
  ...narrowTypesTable,
  ...bigIntegersTable,
  ...programsTable,
];
