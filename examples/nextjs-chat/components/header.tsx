import type { ReactNode } from "react";

/** The name of the page, and the ways out of it. */
export function Header({ onNewChat }: { readonly onNewChat: (() => void) | undefined }): ReactNode {
  return (
    <header>
      <h1>
        Kettle &amp; Crane <span>support</span>
      </h1>
      <nav>
        <button type="button" disabled={!onNewChat} onClick={onNewChat}>
          New chat
        </button>
        {/* Another application: it is loaded as a page of its own. */}
        <a href="/cache" target="_blank" rel="noreferrer">
          Cache
        </a>
      </nav>
    </header>
  );
}
