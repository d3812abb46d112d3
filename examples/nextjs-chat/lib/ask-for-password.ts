import { timingSafeEqual } from "node:crypto";

/**
 * Lets in who knows the password in `INSPECTOR_PASSWORD`, and nobody where none is set. Others get an answer
 * that makes a browser ask for it; any user name will do.
 */
export function askForPassword(request: Request): true | Response {
  const wanted = process.env.INSPECTOR_PASSWORD;
  if (wanted && isSame(passwordOf(request), wanted)) return true;
  return new Response("The inspector wants the password in INSPECTOR_PASSWORD.\n", {
    status: 401,
    headers: { "www-authenticate": 'Basic realm="Cache inspector"' },
  });
}

/** Of "Basic" and `user:password` in base64 (RFC 7617). */
function passwordOf(request: Request): string {
  const [, encoded = ""] = /^Basic (.+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  return Buffer.from(encoded, "base64").toString().split(":").slice(1).join(":");
}

/** Takes the same time wherever the two differ. */
function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
