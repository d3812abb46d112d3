import { Server } from "node:http";
import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";
import { openCache } from "./support-cache.ts";

const { DATABASE_URL, ADMIN_PASSWORD, PORT = "3000", HOST = "127.0.0.1" } = process.env;
if (!DATABASE_URL || !ADMIN_PASSWORD) {
  console.error("Set DATABASE_URL and ADMIN_PASSWORD, for example in the file .env.");
  process.exit(1);
}

const { cache, close } = await openCache(DATABASE_URL);
const { fetch } = createApp(cache, ADMIN_PASSWORD);
const server = serve({ fetch, port: Number(PORT), hostname: HOST }, ({ address, port }) => {
  console.log(`http://${address}:${port}`);
});

/** Finishes answers under way, then the writes behind them. */
function shutDown(): void {
  server.close(async () => {
    await close();
    process.exit(); // timers of the application must not keep it
  });
  if (!(server instanceof Server)) return;
  setInterval(() => server.closeIdleConnections(), 100).unref(); // clients keep them for a next request
  setTimeout(() => server.closeAllConnections(), 10_000).unref();
}

process.once("SIGTERM", shutDown);
process.once("SIGINT", shutDown);
