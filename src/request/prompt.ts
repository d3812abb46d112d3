import { isRecord } from "../is-record.ts";
import { asUrl, fileContent } from "./bytes.ts";
import { relevantPromptOptions } from "./provider-options.ts";

/** One part of a message in the form all SDK versions share. */
export type PromptPart = Readonly<Record<string, unknown>> & { readonly type: string };

/** One message in the form all SDK versions share. */
export interface PromptMessage {
  readonly role: string;
  readonly parts: readonly PromptPart[];
  readonly options?: unknown;
}

type Ordinal = (id: unknown) => number;

/**
 * The prompt of any SDK version (V1 to V4) in one form. What differs between versions or runs without
 * changing the answer is evened out: names of fields, `image` and `file` parts, base64 and bytes, URLs,
 * ids of tool calls (numbered by first appearance), and provider options that only name state.
 */
export function normalizePrompt(prompt: readonly unknown[]): PromptMessage[] {
  const ordinal = createOrdinal();
  return prompt.filter(isRecord).map((message) => ({
    role: String(message.role),
    parts: contentParts(message.content).map((part) => normalizePart(part, ordinal)),
    options: optionsOf(message),
  }));
}

/** The text parts of a message, joined by line breaks. */
export function messageText(message: PromptMessage): string {
  const texts: string[] = [];
  for (const part of message.parts) {
    if (part.type === "text" && typeof part.text === "string") texts.push(part.text);
  }
  return texts.join("\n");
}

/** All binary data in a prompt, to be digested before it is written. */
export function binaryData(messages: readonly PromptMessage[]): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const { parts } of messages) {
    for (const part of parts) {
      for (const item of [part, ...outputItems(part.output)]) {
        if (item.data instanceof Uint8Array) found.push(item.data);
      }
    }
  }
  return found;
}

function createOrdinal(): Ordinal {
  const numbers = new Map<unknown, number>();
  return (id) => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
}

function contentParts(content: unknown): Readonly<Record<string, unknown>>[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return Array.isArray(content) ? content.filter(isRecord) : [];
}

function optionsOf(item: Readonly<Record<string, unknown>>): unknown {
  return relevantPromptOptions(item.providerOptions ?? item.providerMetadata);
}

function normalizePart(part: Readonly<Record<string, unknown>>, ordinal: Ordinal): PromptPart {
  const options = optionsOf(part);
  switch (part.type) {
    case "text":
    case "reasoning":
      return { type: part.type, text: part.text, options };
    case "redacted-reasoning":
      return { type: "reasoning", text: "", options };
    case "image":
    case "file":
    case "reasoning-file":
      return { ...normalizeFile(part), options };
    case "tool-call":
      return {
        type: "tool-call",
        call: ordinal(part.toolCallId),
        toolName: part.toolName,
        input: part.input ?? part.args,
        providerExecuted: part.providerExecuted || undefined,
        options,
      };
    case "tool-result":
      return {
        type: "tool-result",
        call: ordinal(part.toolCallId),
        toolName: part.toolName,
        output: normalizeOutput(part),
        options,
      };
    case "tool-approval-request":
    case "tool-approval-response": {
      const { approvalId, toolCallId, providerOptions: _options, ...rest } = part;
      return {
        ...rest,
        type: String(part.type),
        approval: ordinal(approvalId),
        call: toolCallId === undefined ? undefined : ordinal(toolCallId),
        options,
      };
    }
    default: {
      const { providerOptions: _options, providerMetadata: _metadata, ...rest } = part;
      return { ...rest, type: String(part.type), options };
    }
  }
}

function normalizeFile(part: Readonly<Record<string, unknown>>): PromptPart {
  return {
    type: part.type === "reasoning-file" ? "reasoning-file" : "file",
    mediaType: part.mediaType ?? part.mimeType,
    filename: part.filename,
    data: fileContent(part.data ?? part.image),
  };
}

function normalizeOutput(part: Readonly<Record<string, unknown>>): unknown {
  if (isRecord(part.output)) {
    const { type, value, providerOptions, ...rest } = part.output;
    return {
      ...rest,
      type,
      value: type === "content" && Array.isArray(value) ? value.map(normalizeItem) : value,
      options: relevantPromptOptions(providerOptions),
    };
  }
  if (Array.isArray(part.content)) {
    const { result, isError } = part;
    return { type: "content", value: part.content.map(normalizeItem), result, isError };
  }
  return { type: part.isError === true ? "error-json" : "json", value: part.result ?? null };
}

/** One item of a tool result made of content: every version has its own names for the same thing. */
function normalizeItem(item: unknown): unknown {
  if (!isRecord(item)) return item;
  const { providerOptions, ...rest } = item;
  const options = relevantPromptOptions(providerOptions);
  switch (item.type) {
    case "media":
    case "file":
    case "image":
    case "file-data":
    case "image-data":
      return { ...normalizeFile({ ...rest, type: "file" }), options };
    case "file-url":
    case "image-url":
      return { type: "file", mediaType: item.mediaType, data: asUrl(item.url), options };
    default:
      return { ...rest, options };
  }
}

function outputItems(output: unknown): Readonly<Record<string, unknown>>[] {
  const value = isRecord(output) ? output.value : undefined;
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
