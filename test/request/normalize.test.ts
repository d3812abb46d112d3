import { describe, expect, test } from "vitest";
import { type NormalizeRule, semanticCache } from "../../src/index.ts";
import { createNormalize } from "../../src/request/normalize.ts";
import { cachedModel } from "../support/cached-model.ts";

describe("named rules take dynamic tokens out of a text", () => {
  const cases: [NormalizeRule, string, string][] = [
    ["uuid", "order 3f2504e0-4f89-41d3-9a0c-0305e82c3301?", "order <uuid>?"],
    ["timestamp", "It is 2026-11-21T03:18:31.5Z now", "It is <timestamp> now"],
    ["timestamp", "It is 2026-11-21 03:18 now", "It is <timestamp> now"],
    ["timestamp", "Open on 2026-11-21?", "Open on 2026-11-21?"],
    ["epoch", "since 1763694000 or 1763694000123", "since <epoch> or <epoch>"],
    ["epoch", "call 0612345678 about 12345", "call 0612345678 about 12345"],
    ["request-id", "[x-request-id: ab12-cd34] hello", "[<request-id>] hello"],
    ["request-id", "trace_id=0af7651916cd43dd hello", "<request-id> hello"],
    ["request-id", "what is a request id", "what is a request id"],
    ["request-id", "How does a session id expire?", "How does a session id expire?"],
  ];

  test.each(cases)("%s: %j", (rule, text, expected) => {
    expect(createNormalize([rule])?.(text, { role: "user" })).toBe(expected);
  });
});

test("a clock in the instructions does not make every request a new one", async () => {
  const { ask, path } = cachedModel({ normalize: ["timestamp"] });

  await ask({ system: "Now: 2026-11-21T03:18:31Z", prompt: "How do I pay?" });
  await ask({ system: "Now: 2026-11-21T03:19:02Z", prompt: "How do I pay?" });

  expect(path()).toEqual(["miss:no-match", "write", "hit:exact"]);
});

test("a rule of the application sees which text it is looking at", async () => {
  const seen: string[] = [];
  const { ask } = cachedModel({
    normalize: [
      (text, { role }) => {
        seen.push(`${role}: ${text}`);
        return text;
      },
    ],
  });

  await ask({ system: "Be brief.", prompt: "How do I pay?" });

  expect(seen).toEqual(["system: Be brief.", "user: How do I pay?"]);
});

test("an unknown rule is refused with the names that exist", () => {
  const wrong = "uid" as NormalizeRule;

  expect(() => semanticCache({ normalize: [wrong] })).toThrow(
    'normalize must be a list of uuid, timestamp, epoch, request-id and functions of yours; got ["uid"].',
  );
});
