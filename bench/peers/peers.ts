import { langchainCache } from "./langchain.ts";
import { llmSemanticCache } from "./llm-semantic-cache.ts";
import { mastra } from "./mastra.ts";
import { ours, oursAsFunction } from "./ours.ts";
import type { Peer } from "./peer.ts";
import { reaatech } from "./reaatech.ts";
import { recipe } from "./recipe.ts";
import { upstash } from "./upstash.ts";

/** Everything that is compared, this library first. */
export const PEERS: readonly Peer[] = [
  ours,
  oursAsFunction,
  llmSemanticCache,
  reaatech,
  upstash,
  recipe,
  langchainCache,
  mastra,
];
