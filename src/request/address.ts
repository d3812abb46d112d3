import { digestAll, type Hasher } from "../hash.ts";
import type { CacheStore, EntryAddress, Hex, MaybePromise } from "../store.ts";
import { NORMAL_FORM_CHARACTERS, normalForm } from "./normal-form.ts";
import type { CacheablePlan } from "./plan.ts";
import type { PromptPart } from "./prompt.ts";

/** Where a request's answer is, or will be, stored. */
export interface RequestAddress extends EntryAddress {
  /** Hash of the earlier turns as they were spoken; empty where they are not followed. */
  readonly lineage: Hex | "";
  /** Hash of the question's normal form, made when it is asked for; `undefined` without a question. */
  normalKey(): MaybePromise<Hex | undefined>;
}

/**
 * Hashes a plan. Reads the store only when there are earlier turns: their alias leads to the context
 * that a paraphrase of them was stored under, else the earlier turns stand for themselves.
 */
export async function addressRequest(
  hasher: Hasher,
  getAlias: CacheStore["getAlias"],
  plan: CacheablePlan,
): Promise<RequestAddress> {
  const base = await hasher.repeatedText(plan.base);
  const { context, lineage } =
    plan.history.exact === "" ? FIRST_TURN : await earlierTurns(hasher, getAlias, plan, base);
  const isPlain = context === "" && plan.shape === "";
  const scope = isPlain ? base : await hasher.text(tuple("scope", base, context, plan.shape));
  const key = await hasher.text(tuple("key", scope, plan.message));
  let normalKey: MaybePromise<Hex | undefined>;
  return {
    scope,
    key,
    lineage,
    normalKey() {
      normalKey ??= normalKeyOf(hasher, scope, plan.query);
      return normalKey;
    },
  };
}

/** Hash by which the next turn will recognise this conversation, once `answer` was given. */
export async function continuedContext(
  hasher: Hasher,
  plan: CacheablePlan,
  answer: readonly PromptPart[],
): Promise<Hex | undefined> {
  if (!plan.continued) return undefined;
  const files = answer.map((part) => part.data).filter((data) => data instanceof Uint8Array);
  const text = plan.continued(answer, await digestAll(hasher, files));
  return hasher.text(tuple("context", await hasher.repeatedText(plan.base), text));
}

interface EarlierTurns extends Pick<RequestAddress, "lineage"> {
  readonly context: Hex | "";
}

const FIRST_TURN: EarlierTurns = { context: "", lineage: "" };

async function earlierTurns(
  hasher: Hasher,
  getAlias: CacheStore["getAlias"],
  { history }: CacheablePlan,
  base: Hex,
): Promise<EarlierTurns> {
  const exact = await hasher.text(tuple("context", base, history.exact));
  if (history.lineage === "") return { context: exact, lineage: "" };
  const isSame = history.lineage === history.exact;
  const lineage = isSame ? exact : await hasher.text(tuple("context", base, history.lineage));
  return { context: (await getAlias(lineage)) ?? exact, lineage };
}

function normalKeyOf(
  hasher: Hasher,
  scope: Hex,
  query: string | undefined,
): MaybePromise<Hex | undefined> {
  if (query === undefined || query.length > NORMAL_FORM_CHARACTERS) return undefined;
  return hasher.text(tuple("normal", scope, JSON.stringify(normalForm(query))));
}

/** Joins texts so that no two lists of texts give the same result. */
function tuple(...texts: readonly string[]): string {
  return texts.map((text) => `${text.length}:${text}`).join("");
}
