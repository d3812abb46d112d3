import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { go, hrefTo, VIEWS, type ViewName } from "./route.ts";

/** The views as tabs: one of them is in the tab order, arrow keys go to the others. (ARIA APG, tabs) */
export function Tabs({ current }: { readonly current: ViewName }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    list.current?.querySelector(`#tab-${current}`)?.scrollIntoView({ block: "nearest" });
  }, [current]);

  function onKeyDown(event: KeyboardEvent): void {
    // Where the focus is, not what is shown: the next key may come before the view does.
    const at = VIEWS.findIndex(({ name }) => document.activeElement?.id === `tab-${name}`);
    const next = VIEWS[placeAfter(event.key, at)];
    if (!next) return;
    event.preventDefault();
    go(next.name);
    list.current?.querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  }

  return (
    <nav class="tabs" aria-label="Views">
      <div role="tablist" ref={list} onKeyDown={onKeyDown} aria-label="Views">
        {VIEWS.map(({ name, label }) => (
          <a
            key={name}
            role="tab"
            id={`tab-${name}`}
            href={hrefTo(name)}
            aria-selected={name === current}
            aria-controls={name === current ? `panel-${name}` : undefined}
            tabIndex={name === current ? 0 : -1}
          >
            {label}
          </a>
        ))}
      </div>
    </nav>
  );
}

/** The place a key leads to; -1 for other keys. */
function placeAfter(key: string, at: number): number {
  const last = VIEWS.length - 1;
  if (key === "ArrowRight") return at === last ? 0 : at + 1;
  if (key === "ArrowLeft") return at === 0 ? last : at - 1;
  if (key === "Home") return 0;
  return key === "End" ? last : -1;
}
