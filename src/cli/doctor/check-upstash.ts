import { isRecord } from "../../is-record.ts";
import type { StoreServer } from "../stores/opened-store.ts";
import { type Finding, findings } from "./finding.ts";

type UpstashVector = Extract<StoreServer, { kind: "upstash-vector" }>;

/** Whether the index is of the kind the store needs, and of the length of the embedding model. */
export async function checkUpstashVector(
  { info }: UpstashVector,
  dimensions: number | undefined,
): Promise<Finding[]> {
  const { ok, error } = findings("index");
  const said = await info();
  const { dimension, similarityFunction } = isRecord(said) ? said : {};
  const facts = `${dimension} dimensions, ${similarityFunction}`;
  if (similarityFunction !== "COSINE") {
    return [error(facts, "Make an index that compares by COSINE: the store refuses others.")];
  }
  if (dimensions !== undefined && dimension !== dimensions) {
    const advice = `Make an index of ${dimensions} dimensions, or take an embedding model of ${dimension}.`;
    return [
      error(`${facts}, and the embedding model has ${dimensions}: nothing can be stored`, advice),
    ];
  }
  return [ok(facts)];
}
