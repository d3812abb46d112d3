import type { Embedding } from "../lookup/embedder.ts";
import type { LocatedRequest } from "../lookup/hit.ts";
import type { Answer } from "../response/answer.ts";
import type { SharedLog } from "./shared-log.ts";

/** What a model call came to, for those who share it. */
export type Landing =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly error: unknown }
  /** A tool call, an answer that was cut: right for the one who asked, for nobody else. */
  | { readonly kind: "not-shareable" };

/** One model call on its way, shared by everybody who asks the same meanwhile. */
export interface Flight {
  /** The request of whoever asked first. */
  readonly request: LocatedRequest;
  /** Where its question lies, for those who ask it in other words. */
  readonly embedding: Embedding | undefined;
  /** For the model call: fires when the last one who waited for it has left, with that one's reason. */
  readonly signal: AbortSignal;
  readonly landed: Promise<Landing>;
  /** The parts of a stream while they come; `undefined` when the call is not streamed or never began. */
  readonly log: Promise<SharedLog<object> | undefined>;
  /** Takes part until the returned function is called. */
  join(): (reason?: unknown) => void;
  /** What was to be stored is. */
  readonly settled: Promise<void>;
  /** The stream has begun, or will not. */
  begin(log: SharedLog<object> | undefined): void;
  /** The call has ended. Only the first word counts. */
  land(landing: Landing): void;
  /** Its answer must not be stored: what it answers was invalidated meanwhile. */
  ground(): void;
  readonly isGrounded: () => boolean;
  /** Nothing is left to be stored. */
  settle(): void;
}

/** A {@link Flight}. With `finishInBackground` it goes on when nobody waits any more. */
export function createFlight(
  request: LocatedRequest,
  embedding: Embedding | undefined,
  { finishInBackground }: { readonly finishInBackground: boolean },
): Flight {
  const controller = new AbortController();
  const landed = Promise.withResolvers<Landing>();
  const settled = Promise.withResolvers<void>();
  const log = Promise.withResolvers<SharedLog<object> | undefined>();
  let passengers = 0;
  let isOver = false;
  let isGrounded = false;

  function land(landing: Landing): void {
    isOver = true;
    log.resolve(undefined); // says nothing to those who have a log
    landed.resolve(landing);
  }

  function leave(reason: unknown): void {
    passengers--;
    if (passengers > 0 || isOver || finishInBackground) return;
    controller.abort(reason);
  }

  return {
    request,
    embedding,
    signal: controller.signal,
    landed: landed.promise,
    log: log.promise,
    settled: settled.promise,
    join() {
      passengers++;
      let hasLeft = false;
      return (reason) => {
        if (hasLeft) return;
        hasLeft = true;
        leave(reason);
      };
    },
    begin: (begun) => log.resolve(begun),
    land,
    ground() {
      isGrounded = true;
    },
    isGrounded: () => isGrounded,
    settle: () => settled.resolve(),
  };
}
