import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FaultProxy, type NetworkFaults, startFaultProxy } from "../../src/testing/index.ts";

/** Answers what it hears. */
const server: Server = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
const open: Socket[] = [];
let proxy: FaultProxy;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await startFaultProxy({ port: (server.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await proxy.heal();
});
afterAll(async () => {
  await proxy.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, proxy.host).setEncoding("utf8");
  open.push(socket);
  await once(socket, "connect");
  return socket;
}

/** What is heard until so many characters came, or the connection is gone. */
async function heard(socket: Socket, length: number): Promise<string> {
  let text = "";
  for await (const piece of socket) {
    text += piece;
    if (text.length >= length) break;
  }
  return text;
}

describe("a bad network before a real server", () => {
  test("passes everything on while all is well", async () => {
    const socket = await client();

    socket.write("hello");

    expect(await heard(socket, 5)).toBe("hello");
  });

  test("refuses connections, cuts the open ones, and takes them again on the same port", async () => {
    const socket = await client();
    const lost = once(socket, "error");

    await proxy.inject({ refuse: true });

    expect((await lost)[0]).toMatchObject({ code: "ECONNRESET" });
    await expect(client()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await proxy.heal();
    expect(await client()).toBeDefined();
  });

  test("resets what is open, and nothing that comes later", async () => {
    const lost = once(await client(), "error");

    proxy.cut();

    expect((await lost)[0]).toMatchObject({ code: "ECONNRESET" });
    const socket = await client();
    socket.write("hello");
    expect(await heard(socket, 5)).toBe("hello");
  });

  test("lets nothing pass like a half-open link, and loses nothing of what was said", async () => {
    const early = await client();
    await proxy.inject({ blackHole: true });
    const late = await client();
    for (const socket of [early, late]) socket.write("hello");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const passed = [early.bytesRead, late.bytesRead];

    await proxy.heal();

    expect([passed, await heard(early, 5), await heard(late, 5)]).toEqual([
      [0, 0],
      "hello",
      "hello",
    ]);
  });

  test.each<[string, NetworkFaults, number]>([
    ["latency", { latencyMs: 80 }, 75],
    ["little bandwidth", { bytesPerSecond: 50_000 }, 75],
  ])("takes its time: %s", async (_what, faults, leastMs) => {
    await proxy.inject(faults);
    const socket = await client();
    const startedAt = performance.now();

    socket.write("x".repeat(5_000));

    expect(await heard(socket, 5_000)).toHaveLength(5_000);
    expect(performance.now() - startedAt).toBeGreaterThan(leastMs);
  });

  test("keeps what is said in order, however it is sliced and delayed", async () => {
    const text = Array.from({ length: 60 }, (_, at) => at).join(",");
    await proxy.inject({ sliceBytes: 1, jitterMs: 5 });
    const socket = await client();

    for (const word of text.match(/.{1,7}/g) ?? []) socket.write(word);

    expect(await heard(socket, text.length)).toBe(text);
  });

  test("cuts the connection after so many bytes of replies", async () => {
    await proxy.inject({ cutAfterBytes: 3 });
    const socket = await client();
    const lost = once(socket, "error");
    let text = "";
    socket.on("data", (piece) => {
      text += piece;
    });

    socket.write("hello");

    expect((await lost)[0]).toMatchObject({ code: "ECONNRESET" });
    expect("hel").toContain(text); // a reset may overtake what was sent before it
  });

  test("answers garbage of the same length", async () => {
    await proxy.inject({ garbage: true });
    const socket = await client();
    socket.setEncoding("latin1").write("x".repeat(64));

    const text = await heard(socket, 64);

    expect([text.length, text === "x".repeat(64)]).toEqual([64, false]);
  });

  test("answers in place of the server", async () => {
    await proxy.inject({ reply: (request) => `-LOADING ${request.length}\r\n` });
    const socket = await client();

    socket.write("PING\r\n");

    expect(await heard(socket, 12)).toBe("-LOADING 6\r\n");
  });

  test("gives the URL of a server as it is reached through it", () => {
    const address = `127.0.0.1:${proxy.port}`;

    expect(proxy.url("redis://user:secret@10.0.0.1:6379/2")).toBe(
      `redis://user:secret@${address}/2`,
    );
    expect(proxy.url("postgres://postgres@localhost/db")).toBe(`postgres://postgres@${address}/db`);
  });

  test("holds nothing of connections that are over", async () => {
    const socket = await client();
    const gone = once(socket, "close");
    socket.destroy();
    await gone;

    await expect.poll(() => proxy.connections()).toBe(0);
  });
});

test.each<[NetworkFaults, string]>([
  [{ latency: 5 } as NetworkFaults, "latency must be one of refuse, blackHole"],
  [{ latencyMs: -1 }, "latencyMs must be a number, 0 or more; got -1."],
  [{ refuse: 1 } as unknown as NetworkFaults, "refuse must be true or false; got 1."],
])("%j is no fault, which is said at once", async (faults, message) => {
  await expect(proxy.inject(faults)).rejects.toThrow(message);
});
