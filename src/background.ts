import { startTimer } from "./deadline.ts";
import { isRecord } from "./is-record.ts";
import { disown, isPromise } from "./promises.ts";
import type { MaybePromise } from "./store.ts";

/** Work behind the answer: never awaited by a call, never lost by the platform, never unhandled. */
export interface Background {
  /** Runs `work`; what it throws goes to `onError`. Work that is done at once leaves nothing behind. */
  run(work: () => MaybePromise<void>, onError: (error: unknown) => void): void;
  /** Keeps the platform from freezing until the returned function is called, or gives up after a while. */
  hold(milliseconds: number, onGiveUp: () => void): () => void;
  /** Resolves when nothing is running any more. */
  flush(): Promise<void>;
}

type WaitUntil = (promise: Promise<unknown>) => void;

/** A {@link Background} on the given `waitUntil`, else on the platform's own. */
export function createBackground(waitUntil: WaitUntil | undefined): Background {
  const running = new Set<Promise<void>>();

  function keepAlive(promise: Promise<void>): void {
    try {
      disown((waitUntil ?? platformWaitUntil())?.(promise));
    } catch {
      // The platform refuses work after the response was sent: it then runs without its protection.
    }
  }

  return {
    run(work, onError) {
      let result: MaybePromise<void>;
      try {
        result = work();
      } catch (error) {
        return onError(error);
      }
      if (!isPromise(result)) return;
      const promise = Promise.resolve(result)
        .catch(onError)
        .finally(() => running.delete(promise));
      running.add(promise);
      keepAlive(promise);
    },
    hold(milliseconds, onGiveUp) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const giveUp = (): void => {
        onGiveUp();
        resolve();
      };
      const cancelTimer = startTimer(milliseconds, giveUp, { letsExit: true });
      keepAlive(promise);
      return () => {
        cancelTimer();
        resolve();
      };
    },
    async flush() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** Where Vercel and Next.js leave the request's own `waitUntil`. */
const REQUEST_CONTEXTS = [
  Symbol.for("@vercel/request-context"),
  Symbol.for("@next/request-context"),
];

function platformWaitUntil(): WaitUntil | undefined {
  for (const name of REQUEST_CONTEXTS) {
    const holder: unknown = Reflect.get(globalThis, name);
    const get = isRecord(holder) ? holder.get : undefined;
    const context: unknown = typeof get === "function" ? get.call(holder) : undefined;
    const waitUntil = isRecord(context) ? context.waitUntil : undefined;
    if (typeof waitUntil === "function") return (promise) => waitUntil.call(context, promise);
  }
  return undefined;
}
