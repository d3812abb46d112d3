import type { InspectorActions } from "../contract.ts";
import { json, Refusal } from "../http/answers.ts";
import { checkEntryId } from "../http/parameters.ts";
import { readJson } from "../http/read-json.ts";
import { checkSameSite } from "../http/same-site.ts";
import type { InspectedCache } from "../inspected-cache.ts";
import type { Route } from "../inspection.ts";

interface Action<Name extends keyof InspectorActions> {
  /** Names of the fields of its body. */
  readonly fields: readonly (keyof InspectorActions[Name] & string)[];
  /** @throws Refusal */
  read(body: Readonly<Record<string, unknown>>): InspectorActions[Name];
  act(cache: InspectedCache, input: InspectorActions[Name]): Promise<object>;
}

const MOST_TAG_CHARACTERS = 2_000;

const ACTIONS: { readonly [Name in keyof InspectorActions]: Action<Name> } = {
  pin: {
    fields: ["entryId", "pinned"],
    read: ({ entryId, pinned }) => ({
      entryId: checkEntryId(entryId),
      pinned: checkBoolean("pinned", pinned),
    }),
    act: (cache, { entryId, pinned }) => cache.pin(entryId, pinned),
  },
  delete: {
    fields: ["entryId"],
    read: ({ entryId }) => ({ entryId: checkEntryId(entryId) }),
    act: (cache, { entryId }) => cache.invalidate({ entryId }),
  },
  invalidate: {
    fields: ["tag", "dryRun"],
    read: ({ tag, dryRun = false }) => ({
      tag: checkTag(tag),
      dryRun: checkBoolean("dryRun", dryRun),
    }),
    act: (cache, { tag, dryRun = false }) => cache.invalidate({ tag }, { dryRun }),
  },
  feedback: {
    fields: ["entryId", "correct"],
    read: ({ entryId, correct }) => ({
      entryId: checkEntryId(entryId),
      correct: checkBoolean("correct", correct),
    }),
    act: (cache, { entryId, correct }) => cache.feedback(entryId, { correct }),
  },
};

/** `POST api/pin`, `api/delete`, `api/invalidate` and `api/feedback`. */
export const ACTION_ROUTES: Readonly<Record<keyof InspectorActions, Route>> = {
  pin: routeOf(ACTIONS.pin),
  delete: routeOf(ACTIONS.delete),
  invalidate: routeOf(ACTIONS.invalidate),
  feedback: routeOf(ACTIONS.feedback),
};

function routeOf<Name extends keyof InspectorActions>({ fields, read, act }: Action<Name>): Route {
  return async ({ cache, settings }, request) => {
    if (settings.readOnly) {
      throw new Refusal(
        "read-only",
        "The inspector only looks. cacheInspector(cache, { readOnly: false }) lets it act.",
      );
    }
    checkSameSite(request);
    return json(await act(cache, read(await readJson(request, fields))));
  };
}

function checkBoolean(name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new Refusal("invalid-input", `${name} must be true or false.`);
}

function checkTag(value: unknown): string {
  if (typeof value === "string" && value !== "" && value.length <= MOST_TAG_CHARACTERS)
    return value;
  throw new Refusal("invalid-input", `tag must be text of 1 to ${MOST_TAG_CHARACTERS} characters.`);
}
