import { expect, test } from "vitest";
import { inspected } from "./support/inspected.ts";

test("the page is one document, in which only its own script and style may run", async () => {
  const { fetch } = inspected();

  const response = await fetch("/cache");
  const page = await response.text();

  const policy = response.headers.get("content-security-policy") ?? "";
  const [, nonce = ""] = /script-src 'nonce-([^']+)'/.exec(policy) ?? [];
  expect(nonce).toHaveLength(24);
  expect(page).toContain(`<script nonce="${nonce}">show()</script>`);
  expect(page).toContain(`<style nonce="${nonce}">body {}</style>`);
  expect(policy).toMatch(/^default-src 'none'; .*connect-src 'self'.*frame-ancestors 'none'$/);
  expect(page).not.toMatch(/https?:\/\//);
});

test("no two pages share a nonce", async () => {
  const { fetch } = inspected();
  const policyOf = async (): Promise<string | null> =>
    (await fetch("/cache")).headers.get("content-security-policy");

  expect(await policyOf()).not.toBe(await policyOf());
});

test.each(["/cache", "/cache/api/overview", "/cache/api/events", "/cache/api/entry"])(
  "what %s says is kept by nobody, told to nobody and taken for nothing else",
  async (path) => {
    const { fetch } = inspected();

    const { headers, body } = await fetch(path);
    await body?.cancel();

    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  },
);

test("a title is text, whatever is in it", async () => {
  const { fetch } = inspected({ title: `"><script>alert(1)</script>` });

  const page = await (await fetch("/cache")).text();

  expect(page).not.toContain("<script>alert");
  expect(page).toContain("<title>&quot;&gt;&lt;script&gt;");
});

test.each([
  "/",
  "//evil.example",
  "/cache/",
  "/deep/in/an/app",
  "/api/cache",
  "/cache/api",
  "/cache/api/constructor",
  "/cache/api/../../etc/passwd",
  "/cache/%00%ff/api/overview/x",
])("under %s there is the page, and nothing of the path in it", async (path) => {
  const { fetch } = inspected();

  const response = await fetch(path);

  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await response.text()).not.toMatch(/evil|passwd|deep/);
});

test.each(["/api/overview", "/a/b/api/overview", "/cache/api/overview/"])(
  "%s is the overview, wherever the inspector is mounted",
  async (path) => {
    const response = await inspected().fetch(path);

    expect(await response.json()).toMatchObject({ version: "1.2.3", store: { name: "memory" } });
  },
);

test("HEAD says what GET would, without saying it", async () => {
  const { fetch } = inspected();
  const paths = ["/cache", "/cache/api/overview", "/cache/api/events"];

  const answers = await Promise.all(paths.map((path) => fetch(path, { method: "HEAD" })));

  expect(answers.map(({ status, body }) => [status, body])).toEqual(paths.map(() => [200, null]));
});

test.each([
  ["OPTIONS", "/cache", "GET, HEAD"],
  ["PUT", "/cache/api/entries", "GET, HEAD"],
  ["POST", "/cache", "GET, HEAD"],
  ["GET", "/cache/api/delete", "POST"],
  ["DELETE", "/cache/api/delete", "POST"],
])("%s %s is no way to ask: use %s", async (method, path, allow) => {
  const response = await inspected({ readOnly: false }).fetch(path, { method });

  expect([response.status, response.headers.get("allow")]).toEqual([405, allow]);
});

test.each(["cross-site", "same-site"])("a script of a %s page is told nothing", async (site) => {
  const { fetch } = inspected();
  const headers = { "sec-fetch-site": site };
  const paths = ["overview", "feed", "events", "entries", "entry", "neighbours?text=x"];

  const answers = await Promise.all(paths.map((path) => fetch(`/cache/api/${path}`, { headers })));

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
  expect((await fetch("/cache", { headers })).status).toBe(200); // a link to the page is fine
});
