import { ACTION_HEADER } from "../contract.ts";
import { Refusal } from "./answers.ts";

/**
 * Refuses to change anything for another site's page: a form or a script there may send a request with
 * this user's cookies. Browsers say where a request comes from (`Sec-Fetch-Site`, `Origin`; Fetch Metadata
 * Request Headers), and no other site can add a header of ours without a preflight, which is not granted.
 *
 * @throws Refusal
 */
export function checkSameSite(request: Request): void {
  const { headers } = request;
  if (headers.get(ACTION_HEADER) !== "1") {
    throw new Refusal("cross-site", `Send the header ${ACTION_HEADER}: 1.`);
  }
  if (!isJson(headers.get("content-type"))) {
    throw new Refusal("cross-site", "Send the content type application/json.");
  }
  if (!isSameOrigin(request)) {
    throw new Refusal("cross-site", "Only the inspector's own page may change something.");
  }
}

/**
 * Refuses to tell another site's page anything: it could not read it, but asking may cost something, such
 * as a call of the embedding model. The page itself may be linked to.
 *
 * @throws Refusal
 */
export function checkReader({ headers }: Request): void {
  const site = headers.get("sec-fetch-site") ?? "none";
  if (site === "same-origin" || site === "none") return;
  throw new Refusal("cross-site", "Only the inspector's own page may ask for this.");
}

/** Who is no browser sends neither header, and has no cookies of somebody else. */
function isSameOrigin(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin === null || hostOfUrl(origin) === hostOf(request);
}

/** Host and port a request was sent to, as its sender calls them. */
export function hostOf(request: Request): string | undefined {
  const { headers, url } = request;
  return headers.get("host")?.toLowerCase() ?? hostOfUrl(url);
}

function hostOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(";")[0]?.trim().toLowerCase() === "application/json";
}
