import { incompleteBeta } from './incompleteBeta.ts';

/** Chance that a Student's t variable lies further from 0 than |t|. */
export function studentTails(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));
}

/** The t > 0 that a Student's t variable exceeds with chance `tail` < .5. */
export function studentQuantile(tail: number, degrees: number): number {
  let high = 1;
  while (studentTails(high, degrees) > 2 * tail) high *= 2;
  let low = 0;
  for (let i = 0; i < 100 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (studentTails(middle, degrees) > 2 * tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
