import { expect, test } from "vitest";
import type { Feed, Overview } from "../../src/inspector/contract.ts";
import { inspected } from "./support/inspected.ts";

const QUESTION = "How do I reset my password?";

test("on an edge runtime the inspector tells and does the same", async () => {
  const { ask, stream, get, post, fetch } = inspected({ readOnly: false });
  const { providerMetadata } = await ask(QUESTION);
  await stream("How can I reset my password?");

  const { items } = await get<Feed>("feed");
  const { stats } = await get<Overview>("overview");
  const page = await (await fetch("/cache")).text();
  const entryId = providerMetadata?.semanticCache?.entryId;
  const pinned = await post("pin", { entryId, pinned: true });

  expect(Reflect.get(globalThis, "EdgeRuntime")).toBeDefined();
  expect(items.map(({ event }) => event.type)).toEqual(["miss", "write", "hit"]);
  expect(stats).toMatchObject({ hits: { semantic: 1 } });
  expect(page).toContain('<div id="inspector">');
  expect(pinned.body).toEqual({ entryId, pinned: true, found: true });
});

test("on an edge runtime the live feed flows", async () => {
  const { ask, fetch } = inspected();
  const gone = new AbortController();
  const response = await fetch("/cache/api/events", { signal: gone.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();

  const next = reader?.read();
  await ask(QUESTION);

  expect((await next)?.value).toMatch(/^id: \d+\ndata: \{.*"miss"/);
  await reader?.cancel();
});
