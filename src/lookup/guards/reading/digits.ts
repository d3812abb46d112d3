// Decimal digits come in runs of ten that begin at a code point ending in 0 or in 6.
const FOREIGN_DIGIT = /[^\P{Nd}0-9]/gu;

/** A text with the digits of every script written as ASCII digits: `٣` is `3`. */
export function asciiDigits(text: string): string {
  return text.replace(FOREIGN_DIGIT, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const beginsAtSix = /\p{Nd}/u.test(String.fromCodePoint(code | 0xf));
    return String((code & 0xf) - (beginsAtSix ? 6 : 0));
  });
}
