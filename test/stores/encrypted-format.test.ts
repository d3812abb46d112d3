import { createDecipheriv, createHmac, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { memoryStore } from "../../src/index.ts";
import { decodeRecord } from "../../src/store-kit/record.ts";
import { encryptedStore } from "../../src/stores/encrypted/index.ts";
import { KEY_A, only } from "./encrypted-parts.ts";
import { entryAt } from "./tiered-engine.ts";

/** The format in other words: a store that is written today must be readable by every later release. */
function derive(purpose: string): Buffer {
  const info = `ai-sdk-semantic-cache/encrypted/1 ${purpose}`;
  return Buffer.from(hkdfSync("sha256", KEY_A.secret, "", info, 32));
}

function blind(hash: string): string {
  return createHmac("sha256", derive("index").toString("hex")).update(hash).digest("hex");
}

test("a hash is blinded by HMAC-SHA-256 under a key of its own", async () => {
  const inner = memoryStore();
  await encryptedStore({ store: inner, keys: [KEY_A] }).set(
    entryAt("a", { normalKey: "1", tags: ["2"], sources: ["3"] }),
  );

  expect(await only(inner)).toMatchObject({
    scope: blind("5c0be"),
    key: blind("a"),
    normalKey: blind("1"),
    namespace: blind("a"),
    model: blind("b"),
    tags: [blind("2")],
    sources: [blind("3")],
    space: blind("c"),
  });
});

test("a payload is AES-256-GCM, bound to version, key id, scope and key", async () => {
  const inner = memoryStore();
  const entry = entryAt("a", { payload: "naïve 租户 👩‍👩‍👧" });
  await encryptedStore({ store: inner, keys: [KEY_A] }).set(entry);
  const { payload, scope, key } = await only(inner);
  const [mark, id, base64 = ""] = payload.split(" ");
  const bytes = Buffer.from(base64, "base64");

  const decipher = createDecipheriv("aes-256-gcm", derive("encryption"), bytes.subarray(0, 12));
  decipher.setAAD(Buffer.from(JSON.stringify(["encrypted/1", "a", scope, key])));
  decipher.setAuthTag(bytes.subarray(-16));
  const text = decipher.update(bytes.subarray(12, -16), undefined, "utf8") + decipher.final("utf8");

  expect([mark, id]).toEqual(["encrypted/1", "a"]);
  expect(decodeRecord(text)).toEqual({ ...entry, normalKey: undefined });
});
