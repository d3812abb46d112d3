import type { Outcome, StreamedPart } from "./sdk.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A result of `generateText`, `streamText` and the like: every field a value, or the promise of one. */
export type SdkResult = Fields;

/** Reads what is the same in every major. */
export async function readOutcome(
  result: SdkResult,
  content: readonly object[],
  streamed: readonly StreamedPart[] = [],
): Promise<Outcome> {
  const response = asFields(await result.response);
  return {
    text: String((await result.text) ?? ""),
    content,
    object: await result.object,
    finishReason: (await result.finishReason) ?? streamed.at(-1)?.finishReason,
    usage: await result.usage,
    warnings: await result.warnings,
    responseId: response.id,
    timestamp: response.timestamp,
    providerMetadata: (await result.providerMetadata) as Fields | undefined,
    messages: Array.isArray(response.messages) ? response.messages : [],
    streamed,
  };
}

/** Reads a full stream to its end. Throws the error of an `error` part. */
export async function readStream(result: SdkResult): Promise<StreamedPart[]> {
  const parts: StreamedPart[] = [];
  for await (const part of result.fullStream as AsyncIterable<StreamedPart>) {
    if (part.type === "error") throw part.error;
    parts.push(part);
  }
  return parts;
}

/** A content part without the fields that are not there. */
export function contentPart(part: Fields): object {
  const { file, ...rest } = part;
  const { mediaType, mimeType, base64 } = asFields(file);
  const data = file === undefined ? {} : { mediaType: mediaType ?? mimeType, base64 };
  return Object.fromEntries(
    Object.entries({ ...rest, ...data }).filter(([, value]) => value !== undefined),
  );
}

export function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function asList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value : [];
}
