export { webgpu } from "@nn/backend-webgpu";
