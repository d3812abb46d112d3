export {
  type ConformanceCase,
  type ConformanceOptions,
  storeConformance,
} from "./store-conformance.ts";
