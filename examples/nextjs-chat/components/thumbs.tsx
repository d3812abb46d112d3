import type { SemanticCacheMetadata } from "ai-sdk-semantic-cache";
import { type ReactNode, useState } from "react";

type Said = "nothing" | "correct" | "wrong" | "failed";

const NOTES: Readonly<Record<Said, string>> = {
  nothing: "",
  correct: "Thank you.",
  wrong: "Thank you. Nobody is served this answer any more.",
  failed: "That did not reach us.",
};

/** Thumbs for one answer. What is said may be changed. */
export function Thumbs({ answer }: { readonly answer: SemanticCacheMetadata }): ReactNode {
  const [said, setSaid] = useState<Said>("nothing");

  async function say(correct: boolean): Promise<void> {
    const body = JSON.stringify({ answer, correct });
    const response = await fetch("/api/feedback", { method: "POST", body }).catch(() => undefined);
    setSaid(!response?.ok ? "failed" : correct ? "correct" : "wrong");
  }

  return (
    <>
      <button
        type="button"
        aria-label="This answer is right"
        aria-pressed={said === "correct"}
        onClick={() => say(true)}
      >
        <Thumb />
      </button>
      <button
        type="button"
        aria-label="This answer is wrong"
        aria-pressed={said === "wrong"}
        onClick={() => say(false)}
      >
        <Thumb isDown />
      </button>
      <span role="status">{NOTES[said]}</span>
    </>
  );
}

function Thumb({ isDown = false }: { readonly isDown?: boolean }): ReactNode {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" style={isDown ? { rotate: "180deg" } : {}}>
      <path d="M1.5 7h2.6v7H1.5zM6 13V7.6L8.6 2c1 0 1.7.8 1.5 1.8L9.6 6.4h3.7c.8 0 1.4.8 1.2 1.6l-1.2 4.8c-.1.6-.6 1-1.2 1H7z" />
    </svg>
  );
}
