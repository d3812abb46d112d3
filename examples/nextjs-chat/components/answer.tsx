import type { ReactNode } from "react";
import { textOf } from "@/components/text-of";
import { Thumbs } from "@/components/thumbs";
import { badgeText } from "@/lib/badge";
import type { ChatMessage } from "@/lib/chat-message";

/** An answer, where it came from, and what one can do about it. One that was stopped says nothing of where. */
export function Answer({
  message,
  onRegenerate,
}: {
  readonly message: ChatMessage;
  readonly onRegenerate: (() => void) | undefined;
}): ReactNode {
  const { metadata } = message;
  return (
    <article className="answer" aria-label="Answer">
      <p>{textOf(message)}</p>
      {(metadata || onRegenerate) && (
        <footer>
          {metadata && (
            <span className="badge" data-hit={metadata.cache?.hit ?? false}>
              {badgeText(metadata)}
            </span>
          )}
          {metadata?.cache && <Thumbs answer={metadata.cache} />}
          {onRegenerate && (
            <button type="button" onClick={onRegenerate}>
              Regenerate
            </button>
          )}
        </footer>
      )}
    </article>
  );
}
