import { createHash, timingSafeEqual } from "node:crypto";
import type { WebHandler } from "./web-server.ts";

/** Lets in who has the token of a URL, and from then on who has the cookie that was given for it. */
export interface TokenDoor {
  /** Whether a request has the token, in its URL or as a cookie. */
  authorize(request: Request): boolean;
  /** A handler that gives a browser the cookie for the token, and sends it on to the URL without it. */
  before(handler: WebHandler): WebHandler;
  /** The URL that lets a person in. */
  url(origin: string): string;
}

const PARAMETER = "token";

/**
 * A {@link TokenDoor}. Requests by any other name than the loopback's are refused: a page elsewhere could
 * have its own name point here (DNS rebinding).
 */
export function tokenDoor(token: string): TokenDoor {
  const isToken = (value: string | null | undefined): boolean =>
    typeof value === "string" && timingSafeEqual(digest(value), digest(token));
  return {
    authorize: (request) => isToken(tokenOf(request)) || isToken(cookieOf(request)),
    before: (handler) => async (request) => {
      const url = new URL(request.url);
      if (!isLoopback(url.hostname)) return new Response("Wrong host.\n", { status: 421 });
      const isPage = request.headers.get("accept")?.includes("text/html") ?? false;
      if (!isPage || !isToken(tokenOf(request))) return handler(request);
      url.searchParams.delete(PARAMETER);
      const cookie = `${cookieName(url)}=${token}; HttpOnly; SameSite=Strict; Path=/`;
      const path = url.pathname.replace(/^\/+/, "/"); // two slashes would name another server
      const location = `${path}${url.search}`;
      return new Response(null, {
        status: 303,
        headers: { location, "set-cookie": cookie, "cache-control": "no-store" },
      });
    },
    url: (origin) => `${origin}/?${PARAMETER}=${token}`,
  };
}

function isLoopback(hostname: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

/** Cookies know no ports: two inspectors side by side need two names. */
function cookieName({ port }: URL): string {
  return `semantic-cache-inspector-${port}`;
}

function cookieOf(request: Request): string | undefined {
  const name = cookieName(new URL(request.url));
  const cookies = (request.headers.get("cookie") ?? "").split(/;\s*/);
  return cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
}

function tokenOf(request: Request): string | null {
  return new URL(request.url).searchParams.get(PARAMETER);
}

/** Of one length, whatever came. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
