/** Knows which answer was given to what, and so notices an answer to something else. */
export interface Judge {
  /** An answer the model gave, stored as `entryId`. */
  remember(entryId: string, answer: GivenAnswer): void;
  /** The topic that was really answered, when that is not the one that was asked; else `undefined`. */
  wrongTopic(entryId: string, served: GivenAnswer): string | undefined;
}

/** An answer, and the topic of the question it was given to. */
export interface GivenAnswer {
  readonly topic: string;
  readonly text: string;
}

/** A judge that goes by the topics of the script, so that it works with any model. */
export function createJudge(): Judge {
  const given = new Map<string, GivenAnswer>();
  return {
    remember: (entryId, answer) => void given.set(entryId, answer),
    wrongTopic(entryId, served) {
      const original = given.get(entryId);
      // An answer that nobody gave, or that came out changed, is wrong whatever it is about.
      if (original?.text !== served.text) return "(an answer that was never given)";
      return original.topic === served.topic ? undefined : original.topic;
    },
  };
}
