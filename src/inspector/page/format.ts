/** Lengths of time, ages, sizes and money for people. Numbers are as in English texts. */

const STEPS: readonly (readonly [most: number, unit: number, name: string])[] = [
  [1_000, 1, "ms"],
  [60_000, 1_000, "s"],
  [3_600_000, 60_000, "min"],
  [86_400_000, 3_600_000, "h"],
  [Number.POSITIVE_INFINITY, 86_400_000, "d"],
];

/** A length of time: `0.4 ms`, `18 ms`, `1.2 s`, `3 h`. */
export function durationText(milliseconds: number): string {
  const [, unit, name] = STEPS.find(([most]) => Math.abs(milliseconds) < most) ?? [0, 1, "ms"];
  return `${shortNumber(milliseconds / unit)} ${name}`;
}

/** How long ago, or in how long: `3 min ago`, `in 2 h`. */
export function whenText(moment: number, now: number = Date.now()): string {
  const apart = moment - now;
  if (Math.abs(apart) < 1_500) return "now";
  return apart < 0 ? `${durationText(-apart)} ago` : `in ${durationText(apart)}`;
}

/** The time of day, to the second. */
export function clockText(moment: number): string {
  return new Date(moment).toLocaleTimeString("en-GB");
}

/** Day and time. */
export function dateText(moment: number): string {
  return new Date(moment).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** A size: `812 B`, `1.2 kB`, `34 MB`. */
export function bytesText(bytes: number): string {
  const names = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(names.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${shortNumber(bytes / 1_000 ** step)} ${names[step]}`;
}

/** A count where there is little room: `812`, `12.4k`, `3.1M`. */
export function compactText(count: number): string {
  return count.toLocaleString("en-GB", { notation: "compact", maximumFractionDigits: 1 });
}

/** An amount of money, with as many digits as say something. */
export function moneyText(amount: number, currency = "USD"): string {
  const maximumFractionDigits = Math.abs(amount) < 1 ? 4 : 2;
  return amount.toLocaleString("en-GB", {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits,
  });
}

/** Two digits that count. */
function shortNumber(amount: number): string {
  const digits = Math.abs(amount) < 1 ? 2 : Math.abs(amount) < 10 ? 1 : 0;
  return amount.toLocaleString("en-GB", { maximumFractionDigits: digits });
}
