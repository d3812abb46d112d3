import { SemanticCacheError } from "../errors.ts";
import { toHex } from "../hex.ts";

export interface CanonicalOptions {
  /** Deepest nesting that is written. @default Infinity */
  readonly maxDepth?: number;
  /** Longest text that is written, in UTF-16 code units. @default Infinity */
  readonly maxLength?: number;
  /** Digest to write for binary data. Data without one is written in full, as hexadecimal. */
  readonly digests?: ReadonlyMap<Uint8Array, string>;
}

interface Frame {
  readonly container: object;
  /** Property names in writing order; `undefined` for an array. */
  readonly keys: readonly string[] | undefined;
  readonly length: number;
  index: number;
}

/**
 * Deterministic text of a value: JSON with sorted keys and without undefined properties. What JSON
 * cannot hold gets a mark that no JSON text contains (`@url"…"`, `@date"…"`, `@bytes"…"`), and long text
 * stands behind its length (`@text300:…`), so two different values never have the same text. Iterative: nesting a million deep does not overflow.
 *
 * @throws SemanticCacheError `limit` when the value is deeper or its text longer than allowed.
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  const { maxDepth = Number.POSITIVE_INFINITY, maxLength = Number.POSITIVE_INFINITY } = options;
  const stack: Frame[] = [];
  let text = "";

  function write(item: unknown): void {
    if (typeof item !== "object" || item === null) {
      text += primitiveText(item);
      return;
    }
    const container = isPlain(item) ? item : walkable(item, options.digests);
    if (typeof container === "string") {
      text += container;
      return;
    }
    text += collectionMark(item);
    open(container);
  }

  function open(container: object): void {
    if (stack.length >= maxDepth) throw limitError(`nested deeper than ${maxDepth} levels`);
    const frame = openFrame(container);
    stack.push(frame);
    text += frame.keys ? "{" : "[";
  }

  function writeNext(frame: Frame): void {
    const index = frame.index++;
    if (index === frame.length) {
      text += frame.keys ? "}" : "]";
      stack.pop();
      return;
    }
    if (index > 0) text += ",";
    const name = frame.keys?.[index];
    if (name !== undefined) text += `${JSON.stringify(name)}:`;
    write((frame.container as Record<string | number, unknown>)[name ?? index]);
  }

  write(value);
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    writeNext(frame);
    if (text.length > maxLength) throw limitError(`longer than ${maxLength} characters`);
  }
  return text;
}

function limitError(what: string): SemanticCacheError {
  return new SemanticCacheError("limit", `The request is ${what}.`);
}

function openFrame(container: object): Frame {
  if (Array.isArray(container)) {
    return { container, keys: undefined, length: container.length, index: 0 };
  }
  const record = container as Record<string, unknown>;
  const keys = Object.keys(record).filter((key) => isWritten(record[key]));
  keys.sort();
  return { container, keys, length: keys.length, index: 0 };
}

function isWritten(value: unknown): boolean {
  return value !== undefined && typeof value !== "function" && typeof value !== "symbol";
}

function primitiveText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return stringText(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `@number"${value}"`;
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `@bigint"${value}"`;
    default:
      return "null"; // null, and as JSON has it: undefined, functions and symbols inside an array
  }
}

/** Above this length a text is written behind its length: looking for what to escape costs more than hashing. */
const ESCAPED_CHARACTERS = 256;

function stringText(text: string): string {
  // A lone surrogate must be escaped: as UTF-8 all of them are the same.
  const isEscaped = text.length <= ESCAPED_CHARACTERS || !text.isWellFormed();
  return isEscaped ? JSON.stringify(text) : `@text${text.length}:${text}`;
}

/** Whether a value is a list or an object without a class: it is written as it is. */
export function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What JSON has no form for: its text, or something that can be walked instead. */
function walkable(
  value: object,
  digests: ReadonlyMap<Uint8Array, string> | undefined,
): string | object {
  const bytes = bytesOf(value);
  if (bytes) return `@bytes"${digests?.get(bytes) ?? toHex(bytes)}"`;
  if (value instanceof URL) return `@url${JSON.stringify(value.href)}`;
  if (value instanceof Date) return `@date"${value.getTime()}"`;
  if (value instanceof Map || value instanceof Set) return [...value];
  const json: unknown = hasToJson(value) ? value.toJSON() : value;
  if (typeof json !== "object" || json === null) return primitiveText(json);
  if (Object.keys(json).length > 0 || isPlain(json)) return json;
  throw new TypeError(`A ${json.constructor.name} in a request cannot be told from another one.`);
}

function collectionMark(value: object): string {
  if (value instanceof Map) return "@map";
  return value instanceof Set ? "@set" : "";
}

function bytesOf(value: object): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
