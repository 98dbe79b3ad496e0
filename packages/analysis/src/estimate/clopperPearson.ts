import { incompleteBeta } from './incompleteBeta.ts';

/**
 * Exact interval of a share of which `count` of `of` draws were seen (Clopper and Pearson 1934): the shares under which
 * as many or more, and as few or fewer, have a chance of (1 - confidence) / 2 or above. It holds the truth in at least
 * `confidence` of cases; over few draws it is wide: 3 of 3 is compatible with .29 to 1.
 *
 * @param of at least 1
 */
export function clopperPearson(count: number, of: number, confidence: number): [low: number, high: number] {
  const tail = (1 - confidence) / 2;
  return [
    count === 0 ? 0 : betaQuantile(tail, count, of - count + 1),
    count === of ? 1 : betaQuantile(1 - tail, count + 1, of - count),
  ];
}

/** The x below which a Beta(a, b) variable lies with chance p, by bisection. */
function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(a, b, middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
