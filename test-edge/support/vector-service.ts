import { type VectorStandIn, vectorStandIn } from "../../test/support/upstash/vector-stand-in.ts";
import { createGate, type Gate } from "./gate.ts";
import { type LocalService, listen } from "./local-service.ts";

/** Upstash Vector on this machine. */
export interface VectorService extends LocalService, Pick<VectorStandIn, "token"> {
  /** Writes wait here. */
  readonly writes: Gate;
  /** Whether a write with this text is done. */
  holds(text: string): boolean;
  /** From now on it answers everything with an error, or works again. */
  breakDown(isDown: boolean): void;
}

/** Starts an empty index for vectors of 256 numbers. */
export async function startVector(): Promise<VectorService> {
  const standIn = vectorStandIn();
  const writes = createGate();
  let isDown = false;
  const written: string[] = [];
  const service = await listen(async (request) => {
    if (isDown) return Response.json({ error: "Service Unavailable" }, { status: 503 });
    const isWrite = new URL(request.url).pathname.startsWith("/upsert");
    if (isWrite) await writes.pass();
    const body = await request.clone().text();
    const response = await standIn.handle(request);
    if (isWrite) written.push(body);
    return response;
  });
  return {
    ...service,
    token: standIn.token,
    writes,
    holds: (text) => written.some((body) => body.includes(text)),
    breakDown(down) {
      isDown = down;
    },
  };
}
