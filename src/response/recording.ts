import { encodeBase64 } from "../base64.ts";
import { isRecord } from "../is-record.ts";
import type { NotStoredReason } from "../observe/events.ts";
import type { ResponseFormat } from "../request/settings.ts";
import {
  type Answer,
  type AnswerPart,
  type AnswerUsage,
  type FilePart,
  type TextPart,
  toCitations,
  toSource,
} from "./answer.ts";
import { readUsage } from "./usage.ts";

type Part = Readonly<Record<string, unknown>>;

/** What a recording came to: an answer that may be stored, or the first reason why it may not. */
export type Recorded =
  | { readonly answer: Answer; readonly reason?: undefined }
  | { readonly answer?: undefined; readonly reason: NotStoredReason };

/** What the recording has to know of the request. */
export interface RecordingOptions {
  readonly format: ResponseFormat;
  /** Steps of tools that the provider ran are left out instead of making the answer unstorable. */
  readonly providerTools: boolean;
  readonly startedAt: number;
  /** Above this an answer is not stored, and nothing more of it is kept. */
  readonly maxCharacters: number;
}

/** Collects one answer, part by part, whichever SDK version and direction it comes from. */
export interface Recording {
  /** Begins a block of text, or of reasoning: one part of the answer. */
  open(type: TextPart["type"], id: string): void;
  isOpen(type: TextPart["type"], id: string): boolean;
  /** Appends to an open block. */
  append(type: TextPart["type"], id: string, text: string): void;
  /** Ends a block: what is open at the end makes the answer incomplete. */
  close(type: TextPart["type"], id: string, citations?: unknown): void;
  /** A part that comes whole: source, file, tool call and the like. */
  content(part: Part): void;
  finish(finishReason: unknown, usage: unknown): void;
  reject(reason: NotStoredReason): void;
  /** Whether it has been given more than may be stored. */
  isTooLarge(): boolean;
  end(structuredOutputText?: string): Recorded;
}

interface OpenBlock {
  readonly type: TextPart["type"];
  readonly pieces: string[];
  citations?: unknown;
}

/** Parts that carry nothing of the answer. */
const IGNORED: ReadonlySet<unknown> = new Set([
  "stream-start",
  "response-metadata",
  "raw",
  "ping",
  "tool-input-start",
  "tool-input-delta",
  "tool-input-end",
]);

/** A {@link Recording}. It never throws and never changes what it is given. */
export function createRecording(options: RecordingOptions): Recording {
  const { format, providerTools, startedAt, maxCharacters } = options;
  const parts: (AnswerPart | OpenBlock)[] = [];
  const open = new Map<string, OpenBlock>();
  let rejected: NotStoredReason | undefined;
  let finished: Finish | undefined;
  let deltas = ""; // Arguments of an object tool, from providers that never send the call whole.
  const objectTool = format.type === "object-tool" ? format.toolName : undefined;

  let characters = 0;
  // Text and reasoning may use the same ids.
  const nameOf = (type: TextPart["type"], id: string): string => `${type} ${id}`;

  const reject = (reason: NotStoredReason): void => {
    rejected ??= reason;
    parts.length = 0;
    deltas = "";
    open.clear();
  };

  function grow(more: number): void {
    characters += more;
    if (characters > maxCharacters) reject("too-large");
  }

  function pushObject(text: string): void {
    if (parts.some(isObject)) reject("tool-call");
    parts.push({ type: "object", toolName: objectTool ?? "", text });
  }

  function toolCall(part: Part): void {
    if (objectTool !== undefined && part.toolName === objectTool) {
      pushObject(String(part.args ?? part.input));
    } else if (!(providerTools && part.providerExecuted === true)) {
      reject("tool-call");
    }
  }

  function push(part: AnswerPart | undefined): void {
    if (part) parts.push(part);
    else reject("unknown-part");
    if (part?.type === "file") grow(part.base64?.length ?? 0);
  }

  const CONTENT: Readonly<Record<string, (part: Part) => void>> = {
    source: (part) => push(toSource(part.source ?? part)),
    file: (part) => push(toFile(part)),
    "tool-call": toolCall,
    "tool-call-delta": (part) => {
      if (part.toolName !== objectTool) return;
      const delta = String(part.argsTextDelta ?? "");
      deltas += delta;
      grow(delta.length);
    },
    "tool-result": () => (providerTools ? undefined : reject("tool-call")),
    "tool-approval-request": () => reject("tool-call"),
    error: () => reject("error-part"),
    "redacted-reasoning": () => reject("provider-state"),
    "reasoning-file": () => reject("provider-state"),
  };

  return {
    open(type, id) {
      if (finished || open.has(nameOf(type, id))) reject("unknown-part");
      if (rejected) return;
      const block: OpenBlock = { type, pieces: [] };
      open.set(nameOf(type, id), block);
      parts.push(block);
    },
    isOpen: (type, id) => open.has(nameOf(type, id)),
    append(type, id, text) {
      grow(text.length);
      if (rejected) return;
      const block = open.get(nameOf(type, id));
      if (!block) return reject("unknown-part");
      if (text !== "") block.pieces.push(text);
    },
    close(type, id, citations) {
      const block = open.get(nameOf(type, id));
      if (block) block.citations = citations;
      open.delete(nameOf(type, id));
    },
    content(part) {
      if (rejected || IGNORED.has(part.type)) return;
      const type = String(part.type);
      if (finished || !Object.hasOwn(CONTENT, type)) return reject("unknown-part");
      CONTENT[type]?.(part);
    },
    finish(finishReason, usage) {
      if (finished) reject("unknown-part");
      const { unified, raw } = isRecord(finishReason)
        ? finishReason
        : { unified: finishReason, raw: undefined };
      finished = {
        reason: String(unified),
        raw: typeof raw === "string" ? raw : undefined,
        usage: readUsage(usage),
      };
    },
    reject,
    isTooLarge: () => characters > maxCharacters,
    end(structuredOutputText) {
      if (deltas !== "" && !parts.some(isObject)) pushObject(deltas);
      const isCut = finished !== undefined && open.size > 0;
      const reason = rejected ?? (isCut ? "open-block" : finishProblem(finished, format));
      if (reason !== undefined || !finished) return { reason: reason ?? "no-finish" };
      return {
        answer: {
          parts: parts.map(closePart).filter(hasContent),
          usage: finished.usage,
          structuredOutputText,
          rawFinishReason: finished.raw,
          durationMs: Math.max(0, Date.now() - startedAt),
        },
      };
    },
  };
}

interface Finish {
  readonly reason: string;
  readonly raw: string | undefined;
  readonly usage: AnswerUsage;
}

function finishProblem(
  finish: Finish | undefined,
  format: ResponseFormat,
): NotStoredReason | undefined {
  if (!finish) return "no-finish";
  // Anthropic reports an unfinished turn of a server tool as "stop".
  if (finish.raw === "pause_turn") return "paused";
  const isObjectCall = format.type === "object-tool" && finish.reason === "tool-calls";
  return finish.reason === "stop" || isObjectCall ? undefined : "finish-reason";
}

function isObject(part: AnswerPart | OpenBlock): boolean {
  return part.type === "object";
}

/** A file of any SDK version: V4 tags its data, V1 has another name for the media type. */
function toFile(part: Part): FilePart | undefined {
  const mediaType = part.mediaType ?? part.mimeType;
  const tagged = part.data;
  const data = isRecord(tagged) && "type" in tagged ? (tagged.data ?? tagged.url) : tagged;
  if (typeof mediaType !== "string") return undefined;
  if (data instanceof Uint8Array) return { type: "file", mediaType, base64: encodeBase64(data) };
  if (data instanceof URL) return { type: "file", mediaType, url: data.href };
  return typeof data === "string" ? { type: "file", mediaType, base64: data } : undefined;
}

function closePart(part: AnswerPart | OpenBlock): AnswerPart {
  if (!("pieces" in part)) return part;
  const { type, pieces } = part;
  return {
    type,
    text: pieces.join(""),
    chunks: pieces.length > 1 ? pieces.map((piece) => piece.length) : undefined,
    citations: toCitations(part.citations),
  };
}

function hasContent(part: AnswerPart): boolean {
  return (part.type !== "text" && part.type !== "reasoning") || part.text !== "";
}
