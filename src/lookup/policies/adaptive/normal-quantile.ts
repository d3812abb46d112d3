const HIGHEST = 8;
const HALVINGS = 60;
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/** The point below which a standard normal variable is with `probability` (0 to 1), from -8 to 8. */
export function normalQuantile(probability: number): number {
  let [low, high] = [-HIGHEST, HIGHEST];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (normalProbability(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Marsaglia 2004, "Evaluating the normal distribution": a series whose terms are all positive. */
function normalProbability(point: number): number {
  let term = point;
  let sum = point;
  for (let index = 3; Math.abs(term) > Math.abs(sum) * Number.EPSILON; index += 2) {
    term *= (point * point) / index;
    sum += term;
  }
  return 0.5 + sum * DENSITY_AT_ZERO * Math.exp((-point * point) / 2);
}
