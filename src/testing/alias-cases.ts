import { promise, same } from "./expect.ts";
import { hex, type StoreCase } from "./store-case.ts";

const HOUR = 3_600_000;

/** Promises about aliases: small pointers that expire and are cleared with their namespace. */
export const aliasCases: readonly StoreCase[] = [
  {
    name: "an alias leads to the target it was last given",
    async run(store, until) {
      const alias = { alias: hex("alias"), namespace: hex("n1"), expiresAt: Date.now() + HOUR };
      await store.setAlias({ ...alias, target: hex("first") });
      await store.setAlias({ ...alias, target: hex("second") });

      const target = await until(
        () => store.getAlias(hex("alias")),
        (found) => found === hex("second"),
      );

      same(target, hex("second"), "the latest target is read");
      promise(
        (await store.getAlias(hex("nobody"))) === undefined,
        "an unknown alias leads nowhere",
      );
    },
  },
  {
    name: "an expired alias leads nowhere",
    async run(store) {
      const fields = { alias: hex("alias"), target: hex("target"), namespace: hex("n1") };
      await store.setAlias({ ...fields, expiresAt: Date.now() - 1 });

      const target = await store.getAlias(hex("alias"));

      promise(target === undefined, "getAlias returns no expired alias");
    },
  },
  {
    name: "aliases go with their namespace, and no others",
    async run(store, until) {
      const expiresAt = Date.now() + HOUR;
      for (const name of ["n1", "n2"]) {
        await store.setAlias({
          alias: hex(name),
          target: hex("t"),
          namespace: hex(name),
          expiresAt,
        });
      }

      await store.delete({ namespace: hex("n1") });

      const gone = await until(
        () => store.getAlias(hex("n1")),
        (target) => target === undefined,
      );
      promise(gone === undefined, "an alias of the namespace is gone");
      same(await store.getAlias(hex("n2")), hex("t"), "an alias of another namespace stays");
    },
  },
];
