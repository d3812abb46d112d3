import { describe, expect, test } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { describeEveryStore } from "./support/every-store.ts";
import { reportInputs } from "./support/report-inputs.ts";

/** Tenants whose names are patterns, or prefixes, of each other's. */
const TENANTS = [
  ...["ab", "a*", "a?", "[ab]*", "*", "a", "", "%", "a%", "_b", ".*", "a\\*", "{a}", "^a", "A*"],
  ...["a:b", "a:*", "a\u0000", "a'b", "NULL"],
];

describe("S6 clearing one tenant leaves every other alone, whatever they are called", () => {
  describeEveryStore((open, { share }) => {
    test("by namespace, and by tag", async () => {
      const tenants = TENANTS.slice(0, Math.ceil(TENANTS.length * share));
      const { ask, cache } = cachedModel({
        store: await open(),
        timeouts: { get: "10s", search: "10s", write: "10s" },
      });
      const fill = async (namespace: string): Promise<void> => {
        const semanticCache = { namespace, tags: [namespace] };
        await ask({ prompt: "Where is my order?", providerOptions: { semanticCache } });
      };
      for (const tenant of tenants) await fill(tenant);

      for (const [at, tenant] of tenants.entries()) {
        const isEven = at % 2 === 0;
        await (isEven ? cache.clear({ namespace: tenant }) : cache.invalidate({ tag: tenant }));

        expect((await cache.size()).entries, tenant).toBe(tenants.length - at - 1);
      }
      reportInputs("S6", tenants.length, "tenants called like patterns, all stores together");
    });
  });
});
