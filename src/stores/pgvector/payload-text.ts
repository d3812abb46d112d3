/**
 * What PostgreSQL's text cannot hold (NUL, halves of surrogate pairs), a byte order mark in front, which
 * PGlite swallows, and the escape mark itself.
 */
const UNSTORABLE = /^\ufeff|[\0\uffff\p{Surrogate}]/gu;
const ESCAPED = /\uffff([0-9a-f]{4})/g;

/** A payload as PostgreSQL can keep it. JSON stays as it is: it escapes all of these on its own. */
export function encodePayload(payload: string): string {
  return payload.replace(UNSTORABLE, (unit) => {
    return `\uffff${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** The payload of what {@link encodePayload} made. */
export function decodePayload(text: string): string {
  return text.replace(ESCAPED, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
