import type { JSX } from "preact";

const PATHS = {
  system: "M2.5 3.5h11v7h-11zM6 13h4M8 10.5V13",
  light:
    "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  dark: "M13.5 9.6A6 6 0 1 1 6.4 2.5a4.8 4.8 0 0 0 7.1 7.1z",
  pin: "M9.5 1.5l5 5-2 .6-3 3 .2 2.4-1 1L2.5 7.3l1-1 2.4.2 3-3zM5.4 10.6L1.5 14.5",
  pause: "M5 3v10M11 3v10",
  play: "M4.5 2.5l8 5.5-8 5.5z",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
} as const;

/** A small picture beside words, or in a button that has a name; nothing for a screen reader. */
export function Icon({ name }: { readonly name: keyof typeof PATHS | "logo" }): JSX.Element {
  if (name === "logo") return <Logo />;
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** Two meanings that overlap. */
function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <circle class="one" cx="12.5" cy="16" r="9" />
      <circle class="other" cx="19.5" cy="16" r="9" />
    </svg>
  );
}
