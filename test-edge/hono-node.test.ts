import { beforeAll, describe, expect, inject, test } from "vitest";
import { askChat } from "./support/ask-chat.ts";
import { askedUntilFirstText } from "./support/asked-until-first-text.ts";
import { type OpenAiService, startOpenAi } from "./support/openai-service.ts";
import { PASSWORD } from "./support/questions.ts";
import { startProgram, type WebProgram } from "./support/web-program.ts";

const ADMIN_PASSWORD = "known to this test";
const AUTHORIZATION = `Basic ${btoa(`admin:${ADMIN_PASSWORD}`)}`;

const postgres = inject("postgres");

describe.skipIf(!postgres)(`examples/hono-node on ${postgres?.name ?? "PostgreSQL"}`, () => {
  let openAi: OpenAiService;
  let server: WebProgram;
  beforeAll(async () => {
    openAi = await startOpenAi();
    server = await start();
    return async () => {
      await server.stop();
      await openAi.close();
    };
  });

  function start(): Promise<WebProgram> {
    const environment = {
      ...{ OPENAI_API_KEY: "none-needed", OPENAI_BASE_URL: openAi.url },
      ...{ DATABASE_URL: postgres?.url ?? "", ADMIN_PASSWORD, PORT: "0" },
    };
    return startProgram([process.execPath, "server.ts"], {
      folder: inject("installed").honoNode,
      environment,
    });
  }

  test("a question is answered by the model, its paraphrase from PostgreSQL", async () => {
    const url = `${server.url}/chat`;
    const first = await askChat(url, PASSWORD.question);
    const again = (): Promise<unknown> => askChat(url, PASSWORD.question);
    await expect.poll(again).toMatchObject({ told: { kind: "exact" } });
    const calls = openAi.answers();

    const other = await askChat(url, PASSWORD.paraphrase);

    expect(first).toMatchObject({ text: PASSWORD.answer, told: { hit: false } });
    expect(other).toMatchObject({ text: PASSWORD.answer, told: { kind: "semantic" } });
    expect(openAi.answers()).toBe(calls);
  });

  test("what is no chat is refused as such", async () => {
    const response = await fetch(`${server.url}/chat`, { method: "POST", body: "{" });

    expect(response.status).toBe(400);
  });

  test("an answer under way when the server is told to end is finished, and stored", async () => {
    const ending = await start();
    const question = "What is your refund policy?";
    openAi.words.close();
    const asked = askedUntilFirstText(`${ending.url}/chat`, question);
    await asked.begun;

    const end = ending.stop();
    openAi.words.open();
    const { text } = await asked.answer;

    expect(await end).toBe(0);
    const again = await askChat(`${server.url}/chat`, question);
    expect(again).toMatchObject({ text, told: { hit: true } });
  });

  test("metrics are there for all, the inspector for who knows the password", async () => {
    const metrics = await fetch(`${server.url}/metrics`);
    const refused = await fetch(`${server.url}/cache`);
    const shown = await fetch(`${server.url}/cache`, { headers: { authorization: AUTHORIZATION } });

    expect(await metrics.text()).toContain("ai_sdk_semantic_cache_");
    expect(refused.status).toBe(401);
    expect(await shown.text()).toContain("<!doctype html>");
  });

  test("without its settings it says which are missing, and ends", async () => {
    const folder = inject("installed").honoNode;
    const environment = { DATABASE_URL: "" };

    const started = startProgram([process.execPath, "server.ts"], { folder, environment });

    await expect(started).rejects.toThrow("Set DATABASE_URL and ADMIN_PASSWORD");
  });
});
