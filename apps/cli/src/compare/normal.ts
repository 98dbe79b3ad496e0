/** Two-sided p-value of a standard normal z, to about 1e-7 of itself (Numerical Recipes, erfc by Chebyshev). */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * x);
  const series = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
    1.00002368, -1.26551223,
  ].reduce((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + series);
}

/** How many standard errors an interval of a coverage reaches to each side. */
export function halfWidth(confidence: number): number {
  let low = 0;
  let high = 40;
  while (high - low > 1e-10) {
    const middle = (low + high) / 2;
    if (twoSided(middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
