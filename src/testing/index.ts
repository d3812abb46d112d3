export { type ConformanceCase, storeConformance } from "./store-conformance.ts";
