export type { ChaosControl, Chaotic, CommonFault } from "./chaos/chaos.ts";
export {
  chaosEmbeddingModel,
  type EmbeddingChaosPlan,
  type EmbeddingFault,
} from "./chaos/chaos-embedding-model.ts";
export {
  type ChaosModelMethod,
  chaosModel,
  type LanguageModelLike,
  type ModelChaosPlan,
  type ModelFault,
} from "./chaos/chaos-model.ts";
export type { ChaosPlan, FaultSource } from "./chaos/chaos-plan.ts";
export {
  type ChaosStoreMethod,
  chaosStore,
  type StoreChaosPlan,
  type StoreFault,
} from "./chaos/chaos-store.ts";
export type { EntryFault } from "./chaos/spoil-entry.ts";
export type { StreamFault } from "./chaos/spoil-stream.ts";
export { type FaultProxy, type FaultProxyOptions, startFaultProxy } from "./proxy/fault-proxy.ts";
export type { NetworkFaults } from "./proxy/network-faults.ts";
export {
  type ConformanceCase,
  type ConformanceOptions,
  storeConformance,
} from "./store-conformance.ts";
