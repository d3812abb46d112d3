import { decodeBase64, encodeBase64 } from "./base64.ts";
import { checksum } from "./checksum.ts";

/** Mark and version of the stored form. */
const FORMAT = "embedding/1";

/**
 * An embedding as text, number for number: 32-bit floats where they hold every number exactly, which is
 * what most models compute, else 64-bit ones.
 */
export function encodeEmbedding(values: readonly number[]): string {
  const isSingle = values.every((value) => Object.is(Math.fround(value), value));
  const floats = isSingle ? Float32Array.from(values) : Float64Array.from(values);
  const body = `${isSingle ? "f32" : "f64"} ${encodeBase64(new Uint8Array(floats.buffer))}`;
  return `${FORMAT} ${checksum(body)} ${body}`;
}

/** The embedding of a text, or `undefined` when anything of it is off. */
export function decodeEmbedding(text: string): number[] | undefined {
  const [format = "", sum = "", kind = "", base64 = ""] = text.split(" ");
  if (format !== FORMAT || sum !== checksum(`${kind} ${base64}`)) return undefined;
  const bytes = decodeBase64(base64);
  const size = kind === "f32" ? 4 : 8;
  if (!bytes || bytes.length === 0 || bytes.length % size !== 0) return undefined;
  const floats =
    size === 4 ? new Float32Array(bytes.slice().buffer) : new Float64Array(bytes.slice().buffer);
  const values = Array.from(floats);
  return values.every(Number.isFinite) ? values : undefined;
}
