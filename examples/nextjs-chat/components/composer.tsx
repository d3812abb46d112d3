import { type FormEvent, type ReactNode, useState } from "react";

/** Where questions are typed. While an answer comes, the button stops it. */
export function Composer({
  onAsk,
  onStop,
}: {
  readonly onAsk: (question: string) => void;
  readonly onStop: (() => void) | undefined;
}): ReactNode {
  const [text, setText] = useState("");
  const question = text.trim();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (question === "" || onStop) return;
    onAsk(question);
    setText("");
  }

  return (
    <form className="composer" onSubmit={submit}>
      <input
        aria-label="Your question"
        placeholder="Your question"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: asking is the only thing to do on this page
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {onStop ? (
        <button type="button" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button type="submit" disabled={question === ""}>
          Ask
        </button>
      )}
    </form>
  );
}
