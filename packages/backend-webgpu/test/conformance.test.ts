import { runConformance } from "@nn/conformance";
import { createBackend } from "../src/backend";
import { Gpu } from "../src/gpu/gpu";

// Both plans on whatever adapter there is: software ones may not see the other's mistakes, and the other way round.
runConformance("webgpu", async () => createBackend(await Gpu.open({}, "software")));
// The second with few workgroups in a row, so that work goes on in further rows.
const limits = { maxComputeWorkgroupsPerDimension: 64 };
runConformance("webgpu with the plan for hardware", async () => createBackend(await Gpu.open({ limits }, "hardware")));
