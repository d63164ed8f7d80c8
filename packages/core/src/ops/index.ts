export * from "./binary";
export * from "./compare";
export * from "./creation";
export * from "./indexing";
export * from "./linalg";
export * from "./reduce";
export * from "./shape";
export * from "./unary";
