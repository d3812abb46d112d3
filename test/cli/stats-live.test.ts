import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { cachedModel } from "../support/cached-model.ts";
import { playOnNetwork } from "../support/upstash/http-service.ts";
import { run } from "./support/command-line.ts";

const play = playOnNetwork();

/** An application whose inspector is at `/cache`, behind a token. */
async function application(namespaces: readonly object[] = []): Promise<{ readonly page: string }> {
  const { cache, ask } = cachedModel();
  await ask("How do I reset my password?");
  await ask("How do I reset my password?");
  const url = `https://${crypto.randomUUID()}.test`;
  const capabilities = { search: "exact" };
  const overview = { version: "1", store: { name: "memory", capabilities }, namespaces };
  play({
    url,
    async handle(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== "/cache/api/overview") return new Response("no page", { status: 404 });
      const isKnown = searchParams.get("token") === "t0ken" || request.headers.has("authorization");
      if (!isKnown) return new Response("who?", { status: 401 });
      return Response.json({ ...overview, size: { entries: 1 }, stats: cache.stats() });
    },
  });
  return { page: `${url}/cache` };
}

describe("stats --from", () => {
  test.each([
    (page: string) => [`${page}?token=t0ken`],
    (page: string) => [`${page}/?token=t0ken`],
    (page: string) => [page, "--header", "authorization: Bearer x"],
  ])("says what a running application did: way %#", async (ways) => {
    const { page } = await application();

    const { code, stdout } = await run("stats", "--from", ...ways(page));

    expect(code).toBe(0);
    expect(stdout).toContain("2 requests, 50.0 % answered from the cache (store memory, 1 entry)");
    expect(stdout).toMatch(/\nHits\nexact +1\n/);
  });

  test("a namespace cannot speak to the terminal", async () => {
    const named = (name: string) => ({ name, entries: 1, requests: 1, hitRate: 0 });
    const { page } = await application([named("\u001b]0;owned\u0007acme"), named("b")]);

    const { stdout } = await run("stats", "--from", `${page}?token=t0ken`);

    expect(stdout).toContain("acme");
    expect(stripVTControlCharacters(stdout)).toBe(stdout);
  });

  test("JSON of something else is no inspector", async () => {
    const url = `https://${crypto.randomUUID()}.test`;
    play({ url, handle: async () => Response.json({ stats: {} }) });

    const { code, stderr } = await run("stats", "--from", url);

    expect([code, stderr]).toEqual([2, expect.stringContaining("there is no inspector of")]);
  });

  test("--json has all of it", async () => {
    const { page } = await application();

    const { stdout } = await run("stats", "--from", `${page}?token=t0ken`, "--json");

    expect(JSON.parse(stdout)).toMatchObject({ stats: { requests: 2, hits: { exact: 1 } } });
  });

  test.each(["localhost:3000/cache", "cache", "file:///etc/passwd"])(
    "%s is no address of an inspector",
    async (address) => {
      const { code, stderr } = await run("stats", "--from", address);

      expect([code, stderr]).toEqual([2, expect.stringContaining("with http:// or https://; got")]);
    },
  );

  test.each([
    ["/cache?token=wr0ng", "it wants to know who asks (401)"],
    [
      "/elsewhere?token=t0ken",
      "it answers 404. Say the address at which the inspector's page opens.",
    ],
  ])("an address that is none is said, without its token: %s", async (path, message) => {
    const { page } = await application();

    const { code, stderr } = await run("stats", "--from", page.replace("/cache", path));

    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/wr0ng|t0ken/);
  });
});
