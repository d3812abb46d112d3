import { checksum } from "../../../src/checksum.ts";
import { encodePayload, type Payload } from "../../../src/response/payload.ts";

const source = {
  type: "source" as const,
  sourceType: "url" as const,
  id: "1",
  url: "https://example.com/help",
  title: "Help",
};
const document = {
  type: "source" as const,
  sourceType: "document" as const,
  id: "1",
  mediaType: "text/plain",
  title: "Handbook",
};

/** A payload with parts of every kind. */
export const GOLDEN: Payload = {
  query: "How do I reset my password?",
  model: "mock-provider/mock-model-id",
  namespace: "",
  context: "a".repeat(64),
  pinned: { staleAt: 1, expiresAt: 2 },
  answer: {
    parts: [
      { type: "reasoning", text: "They forgot it.", chunks: [4, 11] },
      { type: "text", text: "Tap it.", chunks: [3, 4], citations: [{ source, startIndex: 0 }] },
      source,
      document,
      { type: "file", mediaType: "image/png", base64: "iVBORw0KGgo=" },
      { type: "object", toolName: "json", text: "{}" },
    ],
    usage: { inputTokens: 1, outputTokens: 2, reasoningTokens: 3, cachedInputTokens: 4 },
    structuredOutputText: "{}",
    rawFinishReason: "stop",
    durationMs: 5,
  },
};

const NAMES = ["__proto__", "constructor", "prototype", "toString", "then", "type", "toJSON"];
const KINDS = [
  "tool-call",
  "tool-result",
  "tool-approval-request",
  "surprise",
  "__proto__",
  "error",
];
const hostileValues = (): readonly unknown[] => [
  ...[null, true, {}, [], "", 0, -1, 0.5, 1e308, -1e308, 1e-320, 2 ** 53, "\ud800", "\u0000"],
  ...["x".repeat(10_000), new Array(1_000).fill(1), { length: 1e9 }, "javascript:alert(1)"],
  ...KINDS,
  { type: "tool-call", toolCallId: "1", toolName: "pay", input: "{}" },
  { __proto__: null, polluted: true },
];

type Random = () => number;
type Container = Record<string, unknown>;

/** The payload as somebody would write it who may write to the store and knows the format. */
export function forgedPayload(random: Random): string {
  let tree: unknown = JSON.parse(jsonOf(encodePayload(GOLDEN)));
  const changes = 1 + Math.floor(random() * 3);
  for (let change = 0; change < changes; change++) tree = mutated(tree, random);
  const json = withNames(JSON.stringify(tree), random);
  return `answer/1 ${checksum(json)} ${json}`;
}

/** The text of a golden payload with some of its characters changed, added or lost. */
export function damagedPayload(random: Random): string {
  const text = encodePayload(GOLDEN);
  const at = Math.floor(random() * text.length);
  const lost = Math.floor(random() * 4);
  const added = String.fromCharCode(Math.floor(random() * 0x300)).repeat(Math.floor(random() * 3));
  return text.slice(0, at) + added + text.slice(at + lost);
}

const jsonOf = (payload: string): string => payload.slice(payload.indexOf("{"));

function mutated(tree: unknown, random: Random): unknown {
  const pick = <Item>(items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const containers = containersIn(tree);
  if (containers.length === 0) return tree;
  const container = pick(containers);
  const name = pick(Object.keys(container).concat("added"));
  const change = random();
  if (change < 0.15) delete container[name];
  else if (change < 0.3) container[name] = JSON.parse(JSON.stringify(pick(containers)));
  else if (change < 0.4) container[name] = deep(Math.floor(random() * 900));
  else if (change < 0.5) container.type = pick(KINDS);
  else container[name] = pick(hostileValues());
  return tree;
}

function containersIn(tree: unknown): Container[] {
  const found: Container[] = [];
  const waiting = [tree];
  for (let item = waiting.pop(); item !== undefined && found.length < 500; item = waiting.pop()) {
    if (typeof item !== "object" || item === null) continue;
    found.push(item as Container);
    waiting.push(...Object.values(item));
  }
  return found;
}

function deep(levels: number): unknown {
  let value: unknown = "core";
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Property names that a JavaScript object would not let be written the plain way. */
function withNames(json: string, random: Random): string {
  if (random() < 0.5) return json;
  const name = NAMES[Math.floor(random() * NAMES.length)];
  const braces = [...json.matchAll(/\{(?=")/g)].map(({ index }) => index);
  const at = braces[Math.floor(random() * braces.length)];
  if (at === undefined) return json;
  return `${json.slice(0, at + 1)}"${name}":{"polluted":true},${json.slice(at + 1)}`;
}
