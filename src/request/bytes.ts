import { decodeBase64 } from "../base64.ts";

const DATA_URL = /^data:[^,]*?(;base64)?,/i;

/**
 * What a file's `data` means, in one form for all SDK versions: bytes (also of base64 text and data
 * URLs), a URL, a provider's reference, or text.
 */
export function fileContent(data: unknown): unknown {
  if (data instanceof Uint8Array || data instanceof URL) return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (typeof data === "string") return textContent(data);
  if (typeof data !== "object" || data === null) return data;
  const { type, ...rest } = data as { type?: unknown; data?: unknown; url?: unknown };
  if (type === "data") return fileContent(rest.data);
  if (type === "url") return asUrl(rest.url);
  return data; // { type: "text" | "reference", … } of V4: written as it is
}

/** A URL in one form, whether it came as text or as an object. */
export function asUrl(url: unknown): unknown {
  return typeof url === "string" && URL.canParse(url) ? new URL(url) : url;
}

function textContent(text: string): unknown {
  if (/^https?:/i.test(text)) return asUrl(text);
  const prefix = DATA_URL.exec(text);
  if (prefix && prefix[1] === undefined) return text;
  return decodeBase64(text.slice(prefix?.[0].length ?? 0)) ?? text;
}
