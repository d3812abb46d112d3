import { useEffect, useRef } from "preact/hooks";
import type { Overview } from "../../contract.ts";
import { urlOf } from "./ask.ts";
import { type Asked, useAnswer } from "./use-answer.ts";

const EVERY_MS = 5_000;
const SOON_MS = 600;

/** The overview, renewed every five seconds while it is looked at, and soon after something happened. */
export function useOverview(newestEvent: number | undefined): Asked<Overview> {
  const asked = useAnswer<Overview>(urlOf("overview"));
  const { again, isLoading } = asked;
  const isAsking = useRef(isLoading);
  isAsking.current = isLoading;

  useEffect(() => {
    const renew = (): void => {
      // A slow answer must not be given up for the next question.
      if (document.visibilityState === "visible" && !isAsking.current) again();
    };
    const timer = setInterval(renew, EVERY_MS);
    document.addEventListener("visibilitychange", renew);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", renew);
    };
  }, [again]);

  useEffect(() => {
    if (newestEvent === undefined) return;
    const timer = setTimeout(() => {
      if (!isAsking.current) again();
    }, SOON_MS);
    return () => clearTimeout(timer);
  }, [newestEvent, again]);

  return asked;
}
