import type { ReactNode } from "react";

const QUESTIONS = [
  "How do I cancel my subscription?",
  "I want to cancel my subscription, how do I do that?",
  "How do I pause my subscription?",
  "How long does delivery take?",
];

/** What is seen before the first question. */
export function Welcome({ onAsk }: { readonly onAsk: (question: string) => void }): ReactNode {
  return (
    <section className="welcome" aria-label="Questions to start with">
      <p>
        Ask about coffee, deliveries or your subscription. Then ask the same in other words, in
        another tab: the second answer comes from the cache.
      </p>
      <ul>
        {QUESTIONS.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => onAsk(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
