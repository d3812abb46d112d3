import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Overview } from "../contract.ts";
import type { FeedState } from "./server/feed.ts";
import type { Questions } from "./server/questions.ts";

/** What all views share. */
export interface Inspection {
  readonly overview: Overview;
  readonly feed: FeedState;
  readonly questions: Questions;
  /** Asks for the overview again. */
  readonly refresh: () => void;
  /** Says what was done, to the eye and to a screen reader. */
  readonly announce: (text: string) => void;
}

export const InspectionContext: ReturnType<typeof createContext<Inspection | undefined>> =
  createContext<Inspection | undefined>(undefined);

/** @throws Error outside of the inspector. */
export function useInspection(): Inspection {
  const inspection = useContext(InspectionContext);
  if (!inspection) throw new Error("A view is shown within the inspector.");
  return inspection;
}
