const MAGNITUDES: Readonly<Record<string, number>> = {
  k: 1e3,
  K: 1e3,
  M: 1e6,
  mn: 1e6,
  mio: 1e6,
  bn: 1e9,
  B: 1e9,
};

/** What a suffix multiplies a number by: 1000 for `10k`; `undefined` when it is no magnitude. */
export function magnitudeOf(suffix: string): number | undefined {
  return Object.hasOwn(MAGNITUDES, suffix) ? MAGNITUDES[suffix] : undefined;
}

/**
 * One notation for a number: `10,000`, `10.000` (in a language with a decimal comma) and `10000` are
 * `10000`. Leading zeros and the zeros of `3.10` stay: they tell branches and versions apart.
 */
export function canonicalNumber(digits: string, decimalMark: "." | ",", factor = 1): string {
  const group = decimalMark === "." ? "," : ".";
  const grouped = isGrouped(digits, group) ? digits.replaceAll(group, "") : digits;
  const plain = grouped.replaceAll("'", "").replace(",", ".").replace(/^\+/, "");
  if (/^-?0\d/.test(plain) || !/^-?\d+(?:\.\d+)?$/.test(plain)) return plain.toLowerCase();
  const whole = plain.replace(/\.0{1,2}$/, "");
  return factor === 1 ? whole : String(Number(whole) * factor);
}

/** Whether a separator stands between groups of three digits: `10,000`, not `3,125.5,1`. */
function isGrouped(digits: string, group: string): boolean {
  if (!digits.includes(group)) return false;
  const [first = "", ...others] = digits.split(group);
  const last = others.at(-1) ?? "";
  const isThree = (part: string): boolean => /^\d{3}$/.test(part);
  return (
    /^[+-]?\d{1,3}$/.test(first) &&
    others.slice(0, -1).every(isThree) &&
    /^\d{3}(?:[.,]\d+)?$/.test(last)
  );
}

const ROMAN_DIGITS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

/** The value of a Roman numeral from II to XXXIX, as in `World War II`. Single letters are letters. */
export function romanValue(text: string): number | undefined {
  if (!/^(?=..)X{0,3}(?:IX|IV|V?I{0,3})$/.test(text)) return undefined;
  const values = Array.from(text, (letter) => ROMAN_DIGITS[letter] ?? 0);
  return values.reduce(
    (sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value),
    0,
  );
}
