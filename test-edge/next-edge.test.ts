import { execFileSync } from "node:child_process";
import { beforeAll, describe, inject } from "vitest";
import { chatSuite } from "./support/chat-suite.ts";
import { type Services, startServices } from "./support/services.ts";
import { startProgram, type WebProgram } from "./support/web-program.ts";

const NEXT = "node_modules/next/dist/bin/next";

/** `next build` evaluates the route, which looks for these; what they say is read when it runs. */
const BUILD_ENVIRONMENT = {
  UPSTASH_VECTOR_REST_URL: "https://nowhere.test",
  UPSTASH_VECTOR_REST_TOKEN: "nothing",
};

describe("the route of examples/edge in the edge runtime of Next.js", () => {
  let services: Services;
  let next: WebProgram;

  beforeAll(async () => {
    services = await startServices();
    const folder = inject("installed").edge;
    const env = { ...process.env, ...BUILD_ENVIRONMENT, NEXT_TELEMETRY_DISABLED: "1" };
    execFileSync(process.execPath, [NEXT, "build"], { cwd: folder, env, stdio: "pipe" });
    next = await startProgram([process.execPath, NEXT, "start", "-H", "127.0.0.1", "-p", "0"], {
      folder,
      environment: services.environment,
    });
    return async () => {
      await next.stop();
      await services.close();
    };
  });

  chatSuite(() => ({ ...services, url: `${next.url}/api/chat` }));
});
