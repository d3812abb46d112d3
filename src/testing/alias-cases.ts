import { promise, same } from "./expect.ts";
import { hex, type StoreCase, sampleEntry } from "./store-case.ts";

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
    name: "an alias leads nowhere when its time has come",
    applies: ({ expiry }) => expiry !== "none",
    async run(store) {
      const lifetime = store.capabilities.expiry === "milliseconds" ? 40 : 2_000;
      const fields = { alias: hex("alias"), target: hex("target"), namespace: hex("n1") };
      await store.setAlias({ ...fields, expiresAt: Date.now() + lifetime });

      await new Promise((resolve) => setTimeout(resolve, lifetime + 40));

      const target = await store.getAlias(hex("alias"));
      promise(target === undefined, "getAlias returns no expired alias");
    },
  },
  {
    name: "all aliases go with everything, none with what names more than a namespace",
    async run(store, until) {
      const fields = { alias: hex("alias"), target: hex("target"), namespace: hex("namespace") };
      await store.setAlias({ ...fields, expiresAt: Date.now() + HOUR });
      await store.set(sampleEntry());

      await store.delete({ namespace: hex("namespace"), model: hex("model") });
      await store.delete({ createdBefore: Date.now() + HOUR });
      await store.delete({}, { dryRun: true });
      const kept = await until(
        () => store.getAlias(hex("alias")),
        (target) => target !== undefined,
      );
      await store.delete({});
      const gone = await until(
        () => store.getAlias(hex("alias")),
        (target) => target === undefined,
      );

      same(kept, hex("target"), "an alias has no model and no age");
      promise(gone === undefined, "an empty filter removes the aliases too");
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
