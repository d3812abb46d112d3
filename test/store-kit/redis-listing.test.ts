import { expect, test } from "vitest";
import type { Command } from "../../src/store-kit/redis/commands.ts";
import { membersOf } from "../../src/store-kit/redis/redis-listing.ts";

const answering = (reply: unknown) => ({
  send: async (commands: readonly Command[]) =>
    commands.map(([name, text]) => (name === "ECHO" ? text : reply)),
});

test.each([[1], [null], ["OK"], [[]], [["0", "members"]]])(
  "a set that Redis answers with %j is not taken for an empty one",
  async (reply) => {
    const members = Array.fromAsync(membersOf(answering(reply), "set"));

    await expect(members).rejects.toThrow("Redis answered ZSCAN set with something else");
  },
);

test("an empty set is empty", async () => {
  expect(await Array.fromAsync(membersOf(answering(["0", []]), "set"))).toEqual([[]]);
});
