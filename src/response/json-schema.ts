import { type Schema, type SchemaDraft, Validator } from "@cfworker/json-schema";

/**
 * Whether `value` keeps to a JSON Schema (drafts 4, 7, 2019-09 and 2020-12). A module of its own, loaded
 * only when an answer with a schema is about to be stored.
 */
export function keepsSchema(schema: object, value: unknown): boolean {
  return new Validator(schema as Schema, draftOf(schema), true).validate(value).valid;
}

function draftOf(schema: object): SchemaDraft {
  const dialect = String(Reflect.get(schema, "$schema"));
  if (dialect.includes("2020-12") || "prefixItems" in schema) return "2020-12";
  if (dialect.includes("2019-09")) return "2019-09";
  return dialect.includes("draft-04") ? "4" : "7";
}
