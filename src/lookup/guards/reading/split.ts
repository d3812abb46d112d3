import type { Phrases } from "../language.ts";

/** The phrases of a list. */
export function split(phrases: Phrases | undefined): string[] {
  return (phrases ?? "")
    .split(",")
    .map((phrase) => phrase.trim())
    .filter(Boolean);
}
