/** The bytes of a vector: 32-bit floats, little-endian, wherever the vector lies in its buffer. */
export function toBytes(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** The vector of some bytes, or `undefined` when they are no list of 32-bit floats. */
export function fromBytes(bytes: Uint8Array): Float32Array | undefined {
  if (bytes.byteLength === 0 || bytes.byteLength % 4 !== 0) return undefined;
  // A copy: bytes of a client may lie at any offset, and a slice of a Buffer is none.
  return new Float32Array(new Uint8Array(bytes).buffer);
}
