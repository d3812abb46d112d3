import { promise, same } from "./expect.ts";
import { hex, type StoreCase } from "./store-case.ts";

const NAME = hex("lease");

/** Promises about what surrounds the entries: closing, and leases where there are any. */
export const lifecycleCases: readonly StoreCase[] = [
  {
    name: "closing twice is as good as closing once",
    async run(store) {
      await store.close?.();

      await store.close?.();
    },
  },
  {
    name: "a lease is held by one at a time, and free again when it was given back",
    async run(store) {
      if (!store.lease) return;
      const first = await store.lease(NAME, 60_000);
      const second = await store.lease(NAME, 60_000);
      await first?.release();
      const third = await store.lease(NAME, 60_000);

      same(
        [first, second, third].map((lease) => lease !== undefined),
        [true, false, true],
        "one holder at a time",
      );
      await third?.release();
    },
  },
  {
    name: "a lease ends by itself, and its late holder cannot give back another's",
    async run(store) {
      if (!store.lease) return;
      const late = await store.lease(NAME, 50);
      await new Promise((resolve) => setTimeout(resolve, 120));
      const next = await store.lease(NAME, 60_000);
      await late?.release();

      const other = await store.lease(NAME, 60_000);

      promise(next !== undefined, "a lease that has ended can be taken");
      promise(other === undefined, "only its holder gives a lease back");
      await next?.release();
    },
  },
];
