import { runConformance } from "@nn/conformance";
import { cpu } from "../src";

runConformance("cpu", cpu);
