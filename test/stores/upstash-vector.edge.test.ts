import { Index } from "@upstash/vector/cloudflare";
import { afterEach, expect, test, vi } from "vitest";
import { upstashVectorStore } from "../../src/stores/upstash-vector/index.ts";
import { entry, hash, near } from "../support/upstash/samples.ts";
import { vectorStandIn } from "../support/upstash/vector-stand-in.ts";

afterEach(() => void vi.unstubAllGlobals());

test("an entry is written and found, exactly and by meaning, on an edge runtime", async () => {
  const { url, token, handle } = vectorStandIn();
  vi.stubGlobal("fetch", (to: string, init: RequestInit) => handle(new Request(to, init)));
  const create = () => upstashVectorStore({ client: new Index({ url, token, cache: false }) });
  await create().set(entry(10));

  const found = await create().get({ scope: hash(1), keys: [hash(10)] });
  const [match] = await create().search(near(5));

  expect([found?.payload, match?.entry.payload]).toEqual(["answer", "answer"]);
});
