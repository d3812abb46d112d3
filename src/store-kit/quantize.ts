import { decodeBase64, encodeBase64 } from "../base64.ts";

/** Greatest error of {@link rowSimilarity} that is met with real vectors, with room to spare. */
export const QUANTIZATION_ERROR = 0.005;

const SCALE_BYTES = 4;

/** A vector with one byte per dimension, as base64: a scale (32-bit float), then whole numbers from -127 to 127. */
export function encodeRow(vector: Float32Array): string {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const scale = Math.fround(largest / 127) || 1;
  const bytes = new Uint8Array(SCALE_BYTES + vector.length);
  new DataView(bytes.buffer).setFloat32(0, scale, true);
  for (let at = 0; at < vector.length; at++) {
    bytes[SCALE_BYTES + at] = Math.round((vector[at] as number) / scale);
  }
  return encodeBase64(bytes);
}

/** The vector of a row, or `undefined` when the text is none. */
export function decodeRow(text: string): Float32Array | undefined {
  const bytes = decodeBase64(text);
  if (!bytes || bytes.length <= SCALE_BYTES) return undefined;
  const scale = new DataView(bytes.buffer).getFloat32(0, true);
  const values = new Int8Array(bytes.buffer, SCALE_BYTES);
  return Number.isFinite(scale) ? Float32Array.from(values, (value) => value * scale) : undefined;
}

/** About the dot product of a vector with a row, or `undefined` when the row has another length or is none. */
export function rowSimilarity(vector: Float32Array, text: string): number | undefined {
  const bytes = decodeBase64(text);
  if (!bytes || bytes.length !== SCALE_BYTES + vector.length) return undefined;
  const values = new Int8Array(bytes.buffer, SCALE_BYTES);
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += (vector[at] as number) * (values[at] as number);
  const similarity = sum * new DataView(bytes.buffer).getFloat32(0, true);
  return Number.isFinite(similarity) ? similarity : undefined;
}
