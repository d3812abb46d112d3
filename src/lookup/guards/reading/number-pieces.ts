/** A number with what is glued to it. */
export interface NumberPiece {
  readonly kind: "number";
  /** As it is written, without the rest: `10,000`. */
  readonly digits: string;
  /** A currency sign before it. */
  readonly sign: string;
  /** Letters behind it, as they are written: `kg` of `5kg`, `k` of `10k`, `%`. */
  readonly suffix: string;
  /** The whole run it stands in when that is more than a number: `3-2`, `2024-01-05`, `LN-5567A`. */
  readonly run?: string;
}

const ONE_NUMBER =
  /^([$€£¥₹#]?)([+-]?\d(?:[\d.,']*\d)?)(?:\s?(%|°?\p{L}{1,12}(?:\/\p{L}{1,3})?|[$€£¥₹]|"))?\+?$/u;
const PARTS = /\p{L}[\p{L}\p{M}']*|[$€£¥₹]?\d(?:[\d.,']*\d)?(?:%|°?\p{L}{1,12})?/gu;
// A letter between digits or digits between letters: a hash or a name, not a number with a unit.
const TANGLED = /\d\p{L}+\d|\p{L}\d+\p{L}/u;
const FRACTION = /^(\d{1,2})\/(\d{1,2})$/;
const CLOCK = /^([01]?\d|2[0-4]):([0-5]\d)([ap]m)?$/i;
const DECIMAL_FRACTIONS = new Set([2, 3, 4, 5, 8, 10]);

/** The numbers of a run that has digits, and the words between them, in order. */
export function numberPieces(run: string): (NumberPiece | string)[] {
  const whole = ONE_NUMBER.exec(run);
  if (whole) {
    const [, sign = "", digits = "", suffix = ""] = whole;
    return [{ kind: "number", digits, sign, suffix }];
  }
  const share = FRACTION.exec(run);
  if (share) return [fraction(run, Number(share[1]), Number(share[2]))];
  const time = CLOCK.exec(run);
  if (time) return [clock(time)];
  if (TANGLED.test(run)) return [{ kind: "number", digits: run, sign: "", suffix: "", run }];
  return Array.from(run.matchAll(PARTS), ([part]) => {
    const number = ONE_NUMBER.exec(part);
    if (!number) return part;
    const [, sign = "", digits = "", suffix = ""] = number;
    return { kind: "number", digits, sign, suffix, run };
  });
}

/** A time of day: `5:00pm` is `5 pm`. */
function clock([, hours = "", minutes = "", suffix = ""]: RegExpExecArray): NumberPiece {
  const digits = minutes === "00" ? String(Number(hours)) : `${Number(hours)}:${minutes}`;
  return { kind: "number", digits, sign: "", suffix };
}

function fraction(run: string, upper: number, lower: number): NumberPiece {
  const isShare = upper < lower && DECIMAL_FRACTIONS.has(lower);
  return { kind: "number", digits: isShare ? String(upper / lower) : run, sign: "", suffix: "" };
}
