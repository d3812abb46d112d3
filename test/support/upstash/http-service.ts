import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";

/** Something that answers requests to one address. */
export interface StandIn {
  readonly url: string;
  handle(request: Request): Promise<Response>;
}

/**
 * Plays services of Upstash on the network of a test file: what its clients send to the address of a
 * stand-in reaches it, everything else the network.
 */
export function playOnNetwork(): (standIn: StandIn) => void {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: "bypass" }));
  afterAll(() => server.close());
  return ({ url, handle }) =>
    server.use(
      http.all(url, ({ request }) => handle(request)),
      http.all(`${url}/*`, ({ request }) => handle(request)),
    );
}
