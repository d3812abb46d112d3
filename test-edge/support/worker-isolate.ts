import { Miniflare } from "miniflare";

/** A process of workerd with one isolate. */
export interface WorkerIsolate {
  readonly url: string;
  close(): Promise<void>;
}

/** Runs a worker in workerd. It listens to this machine, at a free port. */
export async function startIsolate(
  script: string,
  bindings: Readonly<Record<string, string>>,
  compatibilityFlags: string[] = [],
): Promise<WorkerIsolate> {
  const miniflare = new Miniflare({
    modules: true,
    script,
    bindings,
    compatibilityDate: "2026-07-01",
    compatibilityFlags,
    host: "127.0.0.1",
    port: 0,
  });
  const url = await miniflare.ready;
  return { url: url.href, close: () => miniflare.dispose() };
}
