import { describe } from "vitest";

describe("S11 what must not be replayed is not stored", async () => {
  await import("../sdk/never-stored.test.ts");
});
