import type { Embedding } from "../lookup/embedder.ts";
import type { LocatedRequest } from "../lookup/hit.ts";
import type { Answer } from "../response/answer.ts";
import type { SharedLog } from "./shared-log.ts";

/** What a model call came to, for those who share it. */
export type Landing =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly error: unknown }
  /** Whoever was to call the model has left before: nobody has been asked. */
  | { readonly kind: "never-began" }
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
  /** Nothing is left to be stored; whether an answer was. */
  readonly settled: Promise<boolean>;
  /** The stream has begun, or will not. */
  begin(log: SharedLog<object> | undefined): void;
  /** What the call comes to is known. Only the first word counts. */
  land(landing: Landing): void;
  /** The model has nothing more to say: there is nothing left to stop. */
  complete(): void;
  /** The model has said something. */
  giveSign(): void;
  /** Whether the model has said something lately, or was asked lately: else newcomers begin anew. */
  isAlive(): boolean;
  /** Its answer must not be stored: what it answers was invalidated meanwhile. */
  ground(): void;
  readonly isGrounded: () => boolean;
  /** Nothing is left to be stored. Only the first word counts. */
  settle(isStored: boolean): void;
}

/** A model that is silent for so long may never answer: those who come now must not wait for it too. */
const SILENCE_MS = 60_000;

/** A {@link Flight}. With `finishInBackground` it goes on when nobody waits any more. */
export function createFlight(
  request: LocatedRequest,
  embedding: Embedding | undefined,
  { finishInBackground }: { readonly finishInBackground: boolean },
): Flight {
  const controller = new AbortController();
  const landed = Promise.withResolvers<Landing>();
  const settled = Promise.withResolvers<boolean>();
  const log = Promise.withResolvers<SharedLog<object> | undefined>();
  let passengers = 0;
  let isComplete = false;
  let signAt = performance.now();
  let isGrounded = false;

  function land(landing: Landing): void {
    log.resolve(undefined); // says nothing to those who have a log
    landed.resolve(landing);
  }

  function leave(reason: unknown): void {
    passengers--;
    if (passengers > 0 || isComplete || finishInBackground) return;
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
    begin(begun) {
      log.resolve(begun);
      // Read to its end whoever reads: a client may go away without a word.
      if (finishInBackground) begun?.drain().catch(() => {}); // its failure is in the landing
    },
    land,
    complete() {
      isComplete = true;
    },
    giveSign() {
      signAt = performance.now();
    },
    isAlive: () => performance.now() - signAt < SILENCE_MS,
    ground() {
      isGrounded = true;
    },
    isGrounded: () => isGrounded,
    settle: (isStored) => settled.resolve(isStored),
  };
}
