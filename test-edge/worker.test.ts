import { beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { askChat } from "./support/ask-chat.ts";
import { askedUntilFirstText } from "./support/asked-until-first-text.ts";
import { chatSuite } from "./support/chat-suite.ts";
import { PASSWORD } from "./support/questions.ts";
import { type Services, startServices } from "./support/services.ts";
import { bundleText, bundleWorker } from "./support/worker-bundle.ts";
import { startIsolate, type WorkerIsolate } from "./support/worker-isolate.ts";

/** As `worker.ts`, by somebody who did not read about `waitUntil`. */
const WITHOUT_WAIT_UNTIL = `
import { env } from "cloudflare:workers";
import { Index } from "@upstash/vector/cloudflare";
import { createChat } from "./chat.ts";

const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = env;
const { UPSTASH_VECTOR_REST_URL: url, UPSTASH_VECTOR_REST_TOKEN: token } = env;
const chat = createChat({ apiKey, baseURL, index: new Index({ url, token, retry: false }) });
export default { fetch: (request) => chat(request) };
`;

let services: Services;
let worker: string;
let careless: string;
beforeAll(async () => {
  const folder = inject("installed").edge;
  services = await startServices();
  worker = (await bundleWorker(folder)).code;
  careless = (await bundleText(folder, WITHOUT_WAIT_UNTIL)).code;
  return () => services.close();
});

/** A new isolate in a process of its own; the index and the model are those of all. */
async function isolate(script: string, flags: string[] = []): Promise<WorkerIsolate> {
  const started = await startIsolate(script, services.environment, flags);
  onTestFinished(() => started.close());
  return started;
}

/** Two ask the same, and the first leaves once both have begun to hear an answer. */
async function firstLeaves(url: string, question: string) {
  const { words } = services.openAi;
  words.close();
  const leaving = new AbortController();
  const first = askedUntilFirstText(url, question, leaving.signal);
  await first.begun;
  const second = askedUntilFirstText(url, question);
  await second.begun;
  leaving.abort();
  words.open();
  return { first, second };
}

describe("the worker of examples/edge in workerd", () => {
  let chat: WorkerIsolate;
  beforeAll(async () => {
    chat = await startIsolate(worker, services.environment);
    return () => chat.close();
  });

  chatSuite(() => ({ ...services, url: chat.url }));

  test("what is no chat is told so", async () => {
    const response = await fetch(chat.url);

    expect(response.status).toBe(405);
  });
});

test("an isolate serves what another one has stored", async () => {
  const [one, other] = [await isolate(worker), await isolate(worker)];
  const question = "Where is order 10311?";
  await askChat(one.url, question);

  const again = expect.poll(async () => askChat(other.url, `Please, ${question}`));

  await again.toMatchObject({ text: "Order 10311 is on its way.", told: { hit: true } });
});

test.each([
  ["equal", ["How long is the password link valid?", "How long is the password link valid?"]],
  ["similar", ["How do I invite colleagues?", "Please, how can I invite colleagues?"]],
])("%s questions at once in one isolate make a model call each", async (_, questions) => {
  const { url } = await isolate(worker);
  const calls = services.openAi.answers();

  const answers = await Promise.all(questions.map((question) => askChat(url, question)));

  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(services.openAi.answers()).toBe(calls + 2);
});

test.each([
  ["gifts", []],
  ["vouchers", ["enable_request_signal"]],
])(
  "who asks for %s and leaves does not take the answer from the second, flags %j",
  async (what, flags) => {
    const { url } = await isolate(worker, flags);
    const question = `What is the refund policy for ${what}?`;

    const { first, second } = await firstLeaves(url, question);

    await expect(first.answer).rejects.toThrow("abort");
    expect((await second.answer).text).toBe("We refund every order within 30 days.");
  },
);

describe("without waitUntil", () => {
  test("the answer comes, whether the index works or not", async () => {
    const { url } = await isolate(careless);
    services.vector.breakDown(true);
    onTestFinished(() => services.vector.breakDown(false));

    expect((await askChat(url, PASSWORD.question)).text).toBe(PASSWORD.answer);
  });

  test("each request makes its own model call: one that ended would leave the others waiting", async () => {
    const { url } = await isolate(careless);
    const question = "Where is order 10274?";

    const { first, second } = await firstLeaves(url, question);

    await expect(first.answer).rejects.toThrow("abort");
    expect((await second.answer).text).toBe("Order 10274 is on its way.");
  });
});
