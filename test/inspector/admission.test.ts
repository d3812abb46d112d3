import { afterEach, describe, expect, test, vi } from "vitest";
import { semanticCache } from "../../src/index.ts";
import { type CacheInspectorOptions, cacheInspector } from "../../src/inspector/index.ts";
import { inspected, PAGE_HEADERS } from "./support/inspected.ts";

const READS = [
  "/cache",
  ...["overview", "feed", "events"].map((name) => `/cache/api/${name}`),
  ...["entries", "entry", "neighbours"].map((name) => `/cache/api/${name}`),
];
const ACTIONS = ["pin", "delete", "invalidate", "feedback"].map((name) => `/cache/api/${name}`);

afterEach(() => vi.unstubAllEnvs());

describe("an inspector is seen by nobody who was not let in", () => {
  test.each([undefined, "production", "test"])(
    "without authorize it does not start where NODE_ENV is %s",
    (environment) => {
      vi.stubEnv("NODE_ENV", environment);

      expect(() => cacheInspector(semanticCache())).toThrow(/needs authorize.*isAdmin/);
    },
  );

  test.each([
    ["says no", () => false],
    ["throws", () => Promise.reject(new Error("the directory of users is down"))],
    ["says something else than yes", () => "yes"],
  ])("when authorize %s, every route answers 403 and not a word", async (_, authorize) => {
    const options = { authorize, readOnly: false } as CacheInspectorOptions;
    const { ask, fetch } = inspected(options);
    await ask("How do I reset my password?");
    const action = { method: "POST", headers: PAGE_HEADERS, body: "{}" };

    const answers = await Promise.all([
      ...READS.flatMap((path) => [fetch(path), fetch(path, { method: "HEAD" })]),
      ...ACTIONS.map((path) => fetch(path, action)),
      fetch("/cache", { method: "OPTIONS" }),
    ]);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(texts.join("")).toBe("");
  });

  test("authorize may answer itself, such as by asking for a password", async () => {
    const challenge = { status: 401, headers: { "www-authenticate": "Basic" } };
    const { fetch } = inspected({ authorize: () => new Response(null, challenge) });

    const { status, headers } = await fetch("/cache/api/entries");

    expect([status, headers.get("www-authenticate")]).toEqual([401, "Basic"]);
  });
});

describe("in development no authorize is needed", () => {
  const visit = async (url: string, headers = {}): Promise<number> => {
    vi.stubEnv("NODE_ENV", "development");
    const inspector = cacheInspector(semanticCache());
    return (await inspector(new Request(url, { headers }))).status;
  };

  test.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "app.localhost"])(
    "on %s",
    async (host) => expect(await visit(`http://${host}/cache/api/feed`)).toBe(200),
  );

  test.each(["192.168.1.5:3000", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io"])(
    "but not by the name %s: another site's name may lead here",
    async (host) => {
      expect(await visit(`http://${host}/cache/api/feed`)).toBe(403);
      expect(await visit("http://localhost:3000/cache/api/feed", { host })).toBe(403);
    },
  );
});

test.each([
  [{ authorise: () => true }, /no option "authorise"; it has authorize, readOnly, texts, title/],
  [{ authorize: "admin" }, /authorize must be a function; got string/],
  [{ authorize: () => true, readOnly: "no" }, /readOnly must be a boolean; got string/],
])("a misspelt or malformed option is refused at creation: %o", (options, message) => {
  expect(() => cacheInspector(semanticCache(), options as CacheInspectorOptions)).toThrow(
    expect.objectContaining({ code: "invalid-options", message: expect.stringMatching(message) }),
  );
});
