import { SemanticCacheError } from "../../errors.ts";

/** The address of a store: what connects to it, what the store is told, and what may be printed. */
export interface StoreUrl {
  /** Of the scheme, without its colon: `redis`. */
  readonly scheme: string;
  readonly url: URL;
  /** Without user, password and token. */
  readonly address: string;
  /** A parameter of the query, taken out of what the client gets. */
  take(name: string): string | undefined;
  /** A parameter that is a whole number. @throws SemanticCacheError `invalid-options`. */
  takeNumber(name: string): number | undefined;
  /** @throws SemanticCacheError `invalid-options` when there are parameters that nobody took. */
  end(): void;
  /** A text, such as the message of a client, without what is secret in this address. */
  scrub(text: string): string;
}

const SECRET_PARAMETERS = /^(authtoken|auth_token|token|password|sslpassword)$/i;

/** Reads the URL of a store. @throws SemanticCacheError `invalid-options` when it is none. */
export function parseStoreUrl(text: string): StoreUrl {
  if (!URL.canParse(text)) throw noUrl();
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  const address = addressOf(text, url);
  const secrets = secretsOf(url);
  const taken: string[] = [];

  function take(name: string): string | undefined {
    const value = url.searchParams.get(name) ?? undefined;
    taken.push(name);
    url.searchParams.delete(name);
    return value;
  }

  return {
    scheme,
    url,
    address,
    take,
    takeNumber(name) {
      const value = take(name);
      if (value === undefined) return undefined;
      if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
      throw invalid(`${address}: ${name} must be a whole number above 0; got ${value}.`);
    },
    end() {
      const [unknown] = url.searchParams.keys();
      if (unknown === undefined) return;
      throw invalid(`${address}: a ${scheme} store has no ${unknown}; it has ${taken.join(", ")}.`);
    },
    // The address is clean, and stays whole: a password may be a word that stands in it, such as postgres.
    scrub: (said) =>
      said
        .split(address)
        .map((part) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "***"), part))
        .join(address),
  };
}

function noUrl(): SemanticCacheError {
  return invalid(
    "The store must be a URL such as redis://localhost:6379, file:cache.db or postgres://localhost/app; what was given is none.",
  );
}

/** `redis://user:***@host/0?prefix=x`: of the query only what is no secret. */
function addressOf(text: string, { username, password, searchParams }: URL): string {
  const [place = ""] = text.split(/[?#]/, 1);
  // A user alone is a token for some services; beside a password it is a name.
  const user = password ? `${username}:***` : "***";
  const host = place.slice(place.lastIndexOf("@") + 1);
  const open = username || password ? `${place.split("//", 1)}//${user}@${host}` : place;
  const shown = [...searchParams].map(([name, value]) => [
    name,
    SECRET_PARAMETERS.test(name) ? "***" : value,
  ]);
  return shown.length === 0 ? open : `${open}?${shown.map((pair) => pair.join("=")).join("&")}`;
}

/** Everything of a URL that may not be printed, as it is written and as it is meant. */
function secretsOf({ username, password, searchParams }: URL): string[] {
  const hidden = [...searchParams].filter(([name]) => SECRET_PARAMETERS.test(name));
  const written = [password, ...hidden.map(([, value]) => value)];
  if (password === "") written.push(username);
  return written
    .flatMap((secret) => [secret, decoded(secret), encodeURIComponent(secret)])
    .filter((secret) => secret !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % means itself
  }
}

function invalid(message: string): SemanticCacheError {
  return new SemanticCacheError("invalid-options", message);
}
