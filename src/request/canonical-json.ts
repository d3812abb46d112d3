import { SemanticCacheError } from "../errors.ts";

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
 * cannot hold gets a mark that no JSON text contains (`@url"…"`, `@date"…"`, `@bytes"…"`), so two
 * different values never have the same text. Iterative: nesting a million deep does not overflow.
 *
 * @throws SemanticCacheError `limit` when the value is deeper or its text longer than allowed.
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  const { maxDepth = Number.POSITIVE_INFINITY, maxLength = Number.POSITIVE_INFINITY } = options;
  const stack: Frame[] = [];
  let text = "";

  function write(item: unknown): void {
    const simple = plainValue(item);
    const leaf = leafText(simple, options.digests);
    if (leaf !== undefined) {
      text += leaf;
      return;
    }
    if (stack.length >= maxDepth) throw limitError(`nested deeper than ${maxDepth} levels`);
    const frame = openFrame(simple as object);
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

/** Text of everything that is not a container, or `undefined` for a container. */
function leafText(
  value: unknown,
  digests: ReadonlyMap<Uint8Array, string> | undefined,
): string | undefined {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Number.isFinite(value) ? String(value) : `@number"${value}"`;
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return `@bigint"${value}"`;
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? undefined : markedText(value, digests);
    default:
      return "null"; // undefined, functions and symbols inside an array, as JSON has it
  }
}

function markedText(
  value: object,
  digests: ReadonlyMap<Uint8Array, string> | undefined,
): string | undefined {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return undefined;
  if (value instanceof URL) return `@url${JSON.stringify(value.href)}`;
  if (value instanceof Date) return `@date"${value.getTime()}"`;
  if (value instanceof Uint8Array) return `@bytes"${digests?.get(value) ?? toHex(value)}"`;
  return undefined;
}

/** Maps, sets, buffers and objects with `toJSON` in a form that can be walked. */
function plainValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return value;
  if (value instanceof URL || value instanceof Date || value instanceof Uint8Array) return value;
  if (value instanceof Map || value instanceof Set) return [value.constructor.name, [...value]];
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === "function" ? toJSON.call(value) : value;
}

const HEX_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, "0"),
);

/** Lower-case hexadecimal of bytes. */
export function toHex(bytes: Uint8Array | ArrayBuffer): string {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += HEX_BYTES[byte];
  return text;
}
