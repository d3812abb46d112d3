import { expect, test, vi } from "vitest";
import { createHasher } from "../src/hash.ts";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4
const KEYED = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
const KEY = "key";
const FOX = "The quick brown fox jumps over the lazy dog";

test("hashes are SHA-256, and HMAC-SHA-256 with a secret", async () => {
  expect(await createHasher(undefined).text("abc")).toBe(ABC);
  expect(await createHasher(KEY).text(FOX)).toBe(KEYED);
});

test("a runtime without Node's crypto makes the same hashes", async () => {
  const node = createHasher(undefined);
  const nodeKeyed = createHasher(KEY);
  vi.stubGlobal("process", undefined);
  const web = createHasher(undefined);
  const webKeyed = createHasher(KEY);
  vi.unstubAllGlobals();

  for (const text of ["", "é 你 👩‍👩‍👧", "x".repeat(300_000)]) {
    expect(await web.text(text)).toBe(await node.text(text));
    expect(await webKeyed.text(text)).toBe(await nodeKeyed.text(text));
  }
  expect(await web.bytes(Uint8Array.of(1, 2))).toBe(await node.bytes(Uint8Array.of(1, 2)));
});

test("a runtime whose getBuiltinModule throws, as the edge runtime of Next.js, hashes all the same", async () => {
  const getBuiltinModule = (): never => {
    throw new Error("not supported in the Edge Runtime");
  };
  vi.stubGlobal("process", { getBuiltinModule });
  const edge = createHasher(undefined);
  vi.unstubAllGlobals();

  expect(await edge.text("abc")).toBe(ABC);
});
