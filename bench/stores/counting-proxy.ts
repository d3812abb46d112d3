import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What has gone over a wire so far, both ways. */
export interface Traffic {
  readonly bytes: number;
  /** How often somebody asked after having been answered: what was sent together counts once. */
  readonly roundTrips: number;
}

/** A way to a server that counts what takes it. */
export interface CountingProxy {
  /** The server's URL, with the proxy's host and port. */
  readonly url: string;
  traffic(): Traffic;
  close(): void;
}

/** Listens on a free port and passes all on to the server of `url`. */
export async function countingProxy(url: string): Promise<CountingProxy> {
  const counted = { bytes: 0, roundTrips: 0 };
  const sockets = new Set<Socket>();
  const target = new URL(url);
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isAnswered = true;
    client.on("data", (data) => {
      counted.bytes += data.length;
      if (isAnswered) counted.roundTrips++;
      isAnswered = false;
    });
    upstream.on("data", (data) => {
      counted.bytes += data.length;
      isAnswered = true;
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const own = new URL(url);
  own.hostname = "127.0.0.1";
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href.replace(/\/$/, ""),
    traffic: () => ({ ...counted }),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
