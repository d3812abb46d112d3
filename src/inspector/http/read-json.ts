import { isRecord } from "../../is-record.ts";
import { Refusal } from "./answers.ts";

const MOST_BYTES = 4_096;

/**
 * The body of a request: an object of JSON with these fields and no others. Reads 4 kB at most.
 *
 * @throws Refusal
 */
export async function readJson(
  request: Request,
  fields: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const body = parse(await readText(request));
  if (!isRecord(body)) throw new Refusal("invalid-input", "The body must be an object of JSON.");
  const unknown = Object.keys(body).some((name) => !fields.includes(name));
  if (unknown) throw new Refusal("invalid-input", `The body takes ${fields.join(", ")} only.`);
  return body;
}

/** What a sender says of the length is not taken for granted: it is counted. */
async function readText({ body }: Request): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new Refusal("too-large", `A body has ${MOST_BYTES} bytes at most.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** By its reader: not every runtime lets a stream be iterated. */
async function* chunksOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => {}); // the rest of one that is too large is not waited for
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
