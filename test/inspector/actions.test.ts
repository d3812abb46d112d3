import { describe, expect, test } from "vitest";
import { ACTION_HEADER, type InspectorActions } from "../../src/inspector/contract.ts";
import { type Inspected, inspected, PAGE_HEADERS, refused } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";
const ACTIONS: readonly (keyof InspectorActions)[] = ["pin", "delete", "invalidate", "feedback"];

/** A cache with one answer, tagged `billing`, and an inspector that may act. */
async function withAnswer(readOnly = false): Promise<Inspected & { readonly entryId: string }> {
  const one = inspected({ readOnly, cache: { tags: ["billing"] } });
  const { providerMetadata } = await one.ask(QUESTION);
  return { ...one, entryId: String(providerMetadata?.semanticCache?.entryId) };
}

/** A body that would do something. */
function bodyOf(action: keyof InspectorActions, entryId: string): object {
  const bodies: InspectorActions = {
    pin: { entryId, pinned: true },
    delete: { entryId },
    invalidate: { tag: "billing" },
    feedback: { entryId, correct: false },
  };
  return bodies[action];
}

/** Whether somebody did something to the answer. */
async function isUntouched({ cache }: Inspected): Promise<boolean> {
  const [entry] = await Array.fromAsync(cache.entries());
  return entry?.pinned === false && entry.quarantinedAt === undefined;
}

describe("an inspector that may act", () => {
  test("pins and unpins", async () => {
    const { post, get, entryId } = await withAnswer();

    const pinned = await post("pin", { entryId, pinned: true });
    const seen = await get(`entry?entryId=${entryId}`);
    await post("pin", { entryId, pinned: false });

    expect(pinned).toEqual({ status: 200, body: { entryId, pinned: true, found: true } });
    expect(seen).toMatchObject({ entry: { pinned: true } });
    expect(await get(`entry?entryId=${entryId}`)).toMatchObject({ entry: { pinned: false } });
  });

  test("deletes", async () => {
    const { post, ask, path, entryId } = await withAnswer();

    const { body } = await post("delete", { entryId });
    await ask(QUESTION);

    expect(body).toMatchObject({ entries: 1 });
    expect(path()).toEqual(["miss:no-match", "write", "miss:no-match", "write"]);
  });

  test("invalidates by tag, after it has counted", async () => {
    const one = await withAnswer();

    const counted = await one.post("invalidate", { tag: "billing", dryRun: true });
    const untouched = await isUntouched(one);
    const done = await one.post("invalidate", { tag: "billing" });

    expect([counted.body, untouched]).toMatchObject([{ entries: 1, dryRun: true }, true]);
    expect(done.body).toMatchObject({ entries: 1, dryRun: false });
    expect(await one.cache.size()).toMatchObject({ entries: 0 });
  });

  test("says that an answer is wrong: nobody is served it any more", async () => {
    const { post, ask, path, entryId } = await withAnswer();

    const { body } = await post("feedback", { entryId, correct: false });
    await ask(QUESTION);

    expect(body).toEqual({ entryId, found: true });
    expect(path().slice(2)).toEqual(["feedback:wrong", "miss:quarantined", "write"]);
  });

  test("says when an entry is gone", async () => {
    const { post, entryId } = await withAnswer();
    await post("delete", { entryId });

    expect((await post("pin", { entryId, pinned: true })).body).toMatchObject({ found: false });
  });
});

describe("nobody acts by accident, nor for another site", () => {
  test.each(ACTIONS)("without readOnly: false, %s is refused", async (action) => {
    const one = await withAnswer(true);

    const answer = await one.post(action, bodyOf(action, one.entryId));

    expect(answer).toEqual(refused(403, "read-only"));
    expect(await isUntouched(one)).toBe(true);
  });

  test("read-only is what it is when nobody said anything", async () => {
    expect(await inspected().get("overview")).toMatchObject({ readOnly: true });
  });

  test.each<[string, Headers]>([
    ["a form of another site", { "content-type": "text/plain", [ACTION_HEADER]: undefined }],
    ["a request without the page's own header", { [ACTION_HEADER]: undefined }],
    ["a body that is not said to be JSON", { "content-type": "application/x-www-form-urlencoded" }],
    ["a script of another site", { "sec-fetch-site": "cross-site" }],
    ["a page of a neighbouring subdomain", { "sec-fetch-site": "same-site" }],
    ["an old browser elsewhere", { "sec-fetch-site": undefined, origin: "https://evil.example" }],
    ["a page without an origin", { "sec-fetch-site": undefined, origin: "null" }],
  ])("%s changes nothing", async (_, headers) => {
    const one = await withAnswer();

    const statuses = await Promise.all(ACTIONS.map((action) => send(one, action, headers)));

    expect(statuses).toEqual([403, 403, 403, 403]);
    expect(await isUntouched(one)).toBe(true);
  });

  test.each<[string, Headers]>([
    ["an old browser at the page itself", { "sec-fetch-site": undefined }],
    ["a script without a browser", { "sec-fetch-site": undefined, origin: undefined }],
  ])("%s is heard", async (_, headers) => {
    expect(await send(await withAnswer(), "delete", headers)).toBe(200);
  });
});

/** Headers in place of the page's own; `undefined`: not sent. */
type Headers = Readonly<Record<string, string | undefined>>;

/** Sends what would do something, with other headers, and says the status. */
async function send(
  { fetch, entryId }: Inspected & { readonly entryId: string },
  action: keyof InspectorActions,
  changed: Headers,
): Promise<number> {
  const headers = Object.entries({ ...PAGE_HEADERS, ...changed }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]),
  );
  const body = JSON.stringify(bodyOf(action, entryId));
  return (await fetch(`/cache/api/${action}`, { method: "POST", headers, body })).status;
}

describe("what is sent is not trusted", () => {
  const id = `${"a".repeat(64)}.${"b".repeat(64)}`;

  test.each([
    ["pin", { entryId: id }],
    ["pin", { entryId: id, pinned: "yes" }],
    ["pin", { entryId: "*", pinned: true }],
    ["delete", { entryId: [id] }],
    ["delete", { entryId: id, namespace: "acme" }],
    ["delete", {}],
    ["delete", []],
    ["delete", "{"],
    ["delete", ""],
    ["invalidate", { tag: "" }],
    ["invalidate", { tag: "x".repeat(2_001) }],
    ["invalidate", { tag: "billing", dryRun: 1 }],
    ["feedback", { entryId: id, correct: null }],
    ["feedback", { entryId: id, correct: true, __proto__x: {} }],
  ])("%s refuses %o", async (action, body) => {
    const one = await withAnswer();

    expect(await one.post(action, body)).toEqual(refused(400, "invalid-input"));
    expect(await isUntouched(one)).toBe(true);
  });

  test("a huge body is not read to its end, whatever its length is said to be", async () => {
    const { fetch } = await withAnswer();
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1_024).fill(32));
      },
    });

    const headers = { ...PAGE_HEADERS, "content-length": "2" };
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    const { status } = await fetch("/cache/api/delete", init);

    expect([status, sent < 10]).toEqual([413, true]);
  });
});
