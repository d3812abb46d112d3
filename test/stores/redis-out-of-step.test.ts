import { expect, test } from "vitest";
import { type IoredisLike, redisStore } from "../../src/stores/redis/index.ts";
import { cachedModel } from "../support/cached-model.ts";

/** A connection on which a reply was lost: each is handed out for the command after it. */
function slipped(reply: unknown): IoredisLike {
  let last = reply;
  return {
    async call(name, args) {
      const current = last;
      last = name === "ECHO" ? args[0] : reply;
      return current;
    },
  };
}

const NOTHING_LISTED = ["0", []];

test.each([
  ["clear", NOTHING_LISTED],
  ["invalidate", NOTHING_LISTED],
  ["size", 0],
] as const)("%s does not take the replies to others for its own", async (method, reply) => {
  const { cache } = cachedModel({ store: redisStore({ client: slipped(reply) }) });

  const done = method === "invalidate" ? cache.invalidate({ tag: "faq" }) : cache[method]();

  await expect(done).rejects.toThrow("as if a reply had been lost");
});
