import type { ServerResponse } from "node:http";

/** Writes an answer as server-sent events. */
export interface EventWriter {
  send(data: object): void;
  /** Ends the way the Chat Completions API does. */
  end(): void;
}

/** Server-sent events as the Chat Completions API streams them: one JSON object each. */
export function eventWriter(response: ServerResponse): EventWriter {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  response.flushHeaders();
  return {
    send: (data) => void response.write(`data: ${JSON.stringify(data)}\n\n`),
    end: () => void response.end("data: [DONE]\n\n"),
  };
}
