import { isRecord } from "../is-record.ts";
import type { NotStoredReason } from "../observe/events.ts";
import type { ResponseFormat } from "../request/settings.ts";
import { type Answer, answerText } from "./answer.ts";

/** Why a complete answer must not be stored all the same, or `undefined` when it may. */
export async function answerProblem(
  answer: Answer,
  format: ResponseFormat,
): Promise<NotStoredReason | undefined> {
  const text = answer.structuredOutputText ?? answerText(answer);
  if (format.type === "text") return isEmpty(answer, text) ? "empty" : undefined;
  const object = answer.parts.find((part) => part.type === "object");
  if (format.type === "object-tool" && !object) return "invalid-json"; // it answered in words
  return objectProblem(object?.type === "object" ? object.text : text, format.schema);
}

function isEmpty(answer: Answer, text: string): boolean {
  return text.trim() === "" && !answer.parts.some((part) => part.type === "file");
}

async function objectProblem(text: string, schema: unknown): Promise<NotStoredReason | undefined> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "invalid-json";
  }
  if (!isRecord(schema)) return undefined;
  const { keepsSchema } = await import("./json-schema.ts");
  try {
    return keepsSchema(schema, value) ? undefined : "schema-mismatch";
  } catch {
    return "schema-mismatch"; // a schema the validator cannot follow: better ask the model again
  }
}
