import { decodeBase64 } from "./base64.ts";
import { withTimeout } from "./deadline.ts";
import type { LocatedRequest } from "./lookup/hit.ts";
import { continuedContext, type RequestAddress } from "./request/address.ts";
import type { PromptPart } from "./request/prompt.ts";
import { type Answer, answerText } from "./response/answer.ts";
import type { Runtime } from "./runtime.ts";
import type { Hex, StoredEntry } from "./store.ts";

/** Hash of a conversation continued by an answer: where its next turn belongs. */
export function contextAfter(
  { config }: Runtime,
  { plan }: LocatedRequest,
  answer: Answer,
): Promise<Hex | undefined> {
  return continuedContext(config.hasher, plan, asTurn(answer));
}

/**
 * Whether a conversation that was served an entry may continue under another hash than the one that
 * stored it. Not when both are one and the same question without earlier turns, nor when it was found
 * not to before.
 */
export function mayDiverge(
  { sameConversations }: Runtime,
  { plan, address }: LocatedRequest,
  entry: StoredEntry,
): boolean {
  if (plan.history.exact === "") return address.key !== entry.key;
  return sameConversations.get(entry) !== conversationOf(address);
}

/** Tells conversations apart by what hashing them whole would: earlier turns and the question. */
function conversationOf({ lineage, key }: RequestAddress): string {
  return `${lineage}.${key}`;
}

/** Lets the next turn of a conversation that was served `entry` find what follows the entry. */
export async function followLineage(
  runtime: Runtime,
  request: LocatedRequest,
  served: {
    readonly entry: StoredEntry;
    readonly answer: Answer;
    readonly context: Hex | undefined;
  },
): Promise<void> {
  const { entry, answer, context } = served;
  if (context === undefined) return;
  const own = await contextAfter(runtime, request, answer);
  if (own === context) runtime.sameConversations.set(entry, conversationOf(request.address));
  else if (own !== undefined) await writeAlias(runtime, own, context, entry);
}

/** Writes that the conversation called `alias` continues where the one called `target` does. */
export async function writeAlias(
  { config: { store, timeouts } }: Runtime,
  alias: Hex,
  target: Hex,
  { namespace, expiresAt }: Pick<StoredEntry, "namespace" | "expiresAt">,
): Promise<void> {
  const written = store.setAlias({ alias, target, namespace, expiresAt });
  await withTimeout("store.setAlias", timeouts.write, undefined, written);
}

/** An answer as the assistant's turn that the next request will carry. */
function asTurn(answer: Answer): PromptPart[] {
  const files = answer.parts
    .filter((part) => part.type === "file")
    .map(({ mediaType, base64, url }) => ({
      type: "file",
      mediaType,
      data: base64 === undefined ? new URL(url ?? "") : decodeBase64(base64),
    }));
  return [{ type: "text", text: answerText(answer) }, ...files];
}
