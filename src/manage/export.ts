import type { CacheSelection } from "../handle.ts";
import { decodePayload } from "../response/payload.ts";
import type { Runtime } from "../runtime.ts";
import type { StoredEntry } from "../store.ts";
import { checkSelection } from "./by-namespace.ts";
import {
  encodeEntryLine,
  hashingOf,
  TRANSFER_FORMAT,
  type TransferEnd,
  type TransferHeader,
} from "./transfer-format.ts";

/**
 * All answers of a cache, or of one namespace of it, as lines of JSON (UTF-8): a header, one line for
 * each entry with its vector, an end. Read from the store while it is read: nothing is collected. It
 * holds texts of questions and answers.
 */
export function exportEntries(
  runtime: Runtime,
  selection: CacheSelection = {},
): ReadableStream<Uint8Array<ArrayBuffer>> {
  checkSelection("export", selection);
  const encoder = new TextEncoder();
  const lines = exportLines(runtime, selection);
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const { done, value } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n`));
      },
      async cancel() {
        await lines.return();
      },
    },
    { highWaterMark: 0 },
  );
}

async function* exportLines(
  runtime: Runtime,
  { namespace }: CacheSelection,
): AsyncGenerator<string, void> {
  const { store, hasher } = runtime.config;
  const embedder = await (await runtime.semanticTier()).embedder();
  const header: TransferHeader = {
    format: TRANSFER_FORMAT,
    exportedAt: new Date().toISOString(),
    embeddingModel: embedder?.name ?? null,
    hashing: await hashingOf(hasher),
  };
  yield JSON.stringify(header);
  const named =
    namespace === undefined ? undefined : await hasher.repeatedText(`namespace:${namespace}`);
  let entries = 0;
  for await (const entry of store.entries({ namespace: named })) {
    if (!isAnswer(entry)) continue; // a store may hold other things as well, such as embeddings
    entries++;
    yield encodeEntryLine(entry);
  }
  const end: TransferEnd = { end: { entries } };
  yield JSON.stringify(end);
}

function isAnswer({ payload }: StoredEntry): boolean {
  return typeof decodePayload(payload) !== "string";
}
