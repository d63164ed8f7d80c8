/** The flags of WebGPU that are used here: Node has no globals of their names. https://www.w3.org/TR/webgpu/ */
export const BufferUsage = {
  MAP_READ: 1,
  COPY_SRC: 4,
  COPY_DST: 8,
  UNIFORM: 64,
  STORAGE: 128,
  QUERY_RESOLVE: 512,
} as const;
export const MAP_READ = 1;
export const COMPUTE_STAGE = 4;
