import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { whole } from "../../evaluate/format.ts";
import type { Overview } from "../contract.ts";
import { bytesText } from "./format.ts";
import { Icon } from "./parts/icon.tsx";
import type { FeedStatus } from "./server/feed.ts";
import { applyTheme, savedTheme, type Theme } from "./theme.ts";

/** What is inspected, how news come, and the switch of colours. */
export function Header(props: {
  readonly overview: Overview | undefined;
  readonly status: FeedStatus;
}): JSX.Element {
  const { overview, status } = props;
  return (
    <header class="top">
      <Icon name="logo" />
      <div class="heading">
        <h1>{document.title}</h1>
        {overview && <p>{storeSentence(overview)}</p>}
      </div>
      <ul class="badges" aria-label="State">
        {overview?.readOnly && <li class="badge">read-only</li>}
        {overview && !overview.texts && <li class="badge">texts hidden</li>}
        <Connection status={status} />
      </ul>
      <ThemeSwitch />
    </header>
  );
}

const CONNECTIONS: Readonly<Record<FeedStatus, string>> = {
  connecting: "connecting",
  live: "live",
  polling: "every 2 s",
  away: "reconnecting",
};

function Connection({ status }: { readonly status: FeedStatus }): JSX.Element {
  return (
    <li class={`badge connection ${status}`}>
      <span class="dot" aria-hidden="true" />
      <span role="status">{CONNECTIONS[status]}</span>
    </li>
  );
}

function storeSentence({ store, size, version }: Overview): string {
  const held = size ? [`${whole(size.entries)} ${size.entries === 1 ? "entry" : "entries"}`] : [];
  const bytes = size?.bytes === undefined ? [] : [bytesText(size.bytes)];
  return [`${store.name} store`, ...held, ...bytes, `version ${version}`].join(" · ");
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

function ThemeSwitch(): JSX.Element {
  const [theme, setTheme] = useState(savedTheme);
  const next = (): void => {
    applyTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  return (
    <button type="button" class="quiet theme" onClick={next} title={`Colours: ${theme}`}>
      <Icon name={theme} />
      <span class="hidden">
        Colours: {theme}. Change to {NEXT[theme]}.
      </span>
    </button>
  );
}
