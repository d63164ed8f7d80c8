import { plainBackend, runConformance } from "../src";

runConformance("the plain backend", plainBackend);
