/** Jensen-Shannon divergence of two Bernoulli distributions, nats: 0 to ln 2. */
export function jensenShannon(p: number, q: number): number {
  const m = (p + q) / 2;
  return (relativeEntropy(p, m) + relativeEntropy(q, m)) / 2;
}

function relativeEntropy(p: number, m: number): number {
  const term = (a: number, b: number) => (a <= 0 ? 0 : a * Math.log(a / b));
  return term(p, m) + term(1 - p, 1 - m);
}
