import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { ACTION_HEADER } from "../../src/inspector/contract.ts";
import { type Ended, fill, run, useFolder } from "./support/command-line.ts";

const folder = useFolder();
const STORE = `file:${folder.path("cache.db")}`;
beforeAll(() => fill(STORE));

const PAGE = { accept: "text/html" };

interface Running {
  /** As it is printed, with the token. */
  readonly url: URL;
  /** Asks what is at a path, with the token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** As Ctrl-C does. */
  stop(): Promise<Ended>;
}

/** Starts the command, and waits for the URL that it prints. */
async function start(...args: string[]): Promise<Running> {
  const ended = run("inspector", "--store", STORE, "--json", ...args);
  const printed = (): string | undefined => {
    const { calls } = vi.mocked(process.stdout.write).mock;
    return calls.map(([text]) => /"url":"([^"]+)"/.exec(String(text))?.[1]).find(Boolean);
  };
  const url = new URL((await vi.waitUntil(printed, { timeout: 10_000 })) ?? "");
  return {
    url,
    ask: (path, init) => fetch(new URL(`${path}${url.search}`, url), init),
    async stop() {
      process.emit("SIGINT");
      return ended;
    },
  };
}

/** `fetch` does not let a caller choose the host. */
async function statusFor(url: URL, host: string, path?: string): Promise<number | undefined> {
  const asked = request(url, { headers: { host }, ...(path && { path }) }).end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

describe("inspector", () => {
  test("serves the page to who has the token, and remembers the browser by a cookie", async () => {
    const { url, stop } = await start();

    const visit = await fetch(url, { headers: PAGE, redirect: "manual" });
    const cookie = visit.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const page = await fetch(url.origin, { headers: { ...PAGE, cookie } });

    expect([visit.status, visit.headers.get("location")]).toEqual([303, "/"]);
    expect(visit.headers.get("set-cookie")).toContain("HttpOnly; SameSite=Strict");
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining("<!doctype html>"),
    ]);
    await stop();
  });

  test("shows nothing without the token, nor with another one", async () => {
    const { url, stop } = await start();

    const without = await fetch(`${url.origin}/api/entries`);
    const wrong = await fetch(`${url.origin}/api/entries?token=${crypto.randomUUID()}`);

    expect([without.status, wrong.status]).toEqual([403, 403]);
    expect(await without.text()).not.toContain("password");
    await stop();
  });

  test("shows the entries of the store", async () => {
    const { ask, stop } = await start();

    const entries = await (await ask("/api/entries")).json();

    expect(entries.entries.map(({ query }: { query: string }) => query)).toContain(
      "How do I reset my password?",
    );
    await stop();
  });

  test("a name that is not this machine's is refused, token or not, whatever the path says", async () => {
    const { url, stop } = await start();

    const status = await statusFor(url, "evil.example");
    const other = await statusFor(url, "evil.example", `//127.0.0.1/api/entries${url.search}`);

    expect([status, other]).toEqual([421, 421]);
    await stop();
  });

  test("nobody is sent on to another server with the token", async () => {
    const { url, stop } = await start();

    const visit = await fetch(`${url.origin}//evil.example/${url.search}`, {
      headers: PAGE,
      redirect: "manual",
    });

    expect([visit.status, visit.headers.get("location")]).toEqual([303, "/evil.example/"]);
    await stop();
  });

  test.each([
    [[], 403],
    [["--write"], 200],
  ])("with %j, deleting an entry is answered %i", async (args, status) => {
    const { url, ask, stop } = await start(...args);
    const { entries } = await (await ask("/api/entries")).json();

    const response = await ask("/api/delete", {
      method: "POST",
      headers: { "content-type": "application/json", [ACTION_HEADER]: "1", origin: url.origin },
      body: JSON.stringify({ entryId: entries[0].entryId }),
    });

    expect(response.status).toBe(status);
    await stop();
  });

  test("Ctrl-C ends it well, live feeds too, and gives the port back", async () => {
    const { url, ask, stop } = await start();
    const feed = await ask("/api/events");

    const { code } = await stop();

    expect([feed.status, code]).toEqual([200, 0]);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("a port that is taken is a sentence", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as AddressInfo;

    const { code, stderr } = await run("inspector", "--store", STORE, "--port", String(port));

    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: listen EADDRINUSE.*\n$/)]);
    taken.close();
  });

  test("a port that is none is refused", async () => {
    const { code, stderr } = await run("inspector", "--store", STORE, "--port", "70000");

    expect([code, stderr]).toEqual([2, expect.stringContaining("Say a port from 1 to 65535")]);
  });
});
