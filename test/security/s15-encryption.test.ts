import { describe, expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { get, KEY_A, only, search } from "../stores/encrypted-parts.ts";
import { entryAt } from "../stores/tiered-engine.ts";
import { reportInputs, scaled } from "./support/report-inputs.ts";

describe("S15 what was encrypted is read as it was written, or not at all", async () => {
  await import("../stores/encrypted-tampering.test.ts");
  await import("../stores/encrypted-keys.test.ts");
  await import("../stores/encrypted-format.test.ts");

  test("no bit of a payload can be flipped", async () => {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    await store.set(entryAt("a"));
    const sealed = await only(inner);
    const [mark, id, base64 = ""] = sealed.payload.split(" ");
    const bytes = Buffer.from(base64, "base64");

    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await inner.set({ ...sealed, payload: `${mark} ${id} ${flipped.toString("base64")}` });
      expect(await store.get(get)).toBeUndefined();
    }

    await inner.set(sealed);
    expect(await store.get(get)).toBeDefined();
    reportInputs("S15", 8 * bytes.length, "bits flipped");
  });

  test("no initialisation vector is used twice", async () => {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    const count = scaled(2_000);
    const seen = new Set<string>();

    for (let at = 0; at < count; at++) {
      await store.set(entryAt("a"));
      const [, , base64 = ""] = (await only(inner)).payload.split(" ");
      seen.add(base64.slice(0, 16)); // 12 bytes
    }

    expect(seen.size).toBe(count);
    reportInputs("S15", count, "writes of one entry");
  });

  test("no field beside a payload can be changed so that it is served elsewhere or longer", async () => {
    const inner = memoryStore();
    const store = encryptedStore({ store: inner, keys: [KEY_A] });
    await store.set(entryAt("a"));
    await store.set(entryAt("b", { vector: Float32Array.of(0, 1) }));
    const [one, other] = await Array.fromAsync(inner.entries());
    if (!one || !other) throw new Error("two entries were written");
    const swapped = { ...one, payload: other.payload, vector: Float32Array.of(0, 1) };

    await inner.set(swapped);

    expect(await store.get(get)).toBeUndefined();
    expect(
      (await store.search({ ...search, vector: Float32Array.of(1, 0), threshold: 0.5 })).length,
    ).toBe(0);
  });
});
