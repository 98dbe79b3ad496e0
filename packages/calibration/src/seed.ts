import type { RandomStream } from '@vestige/random';
import { type PlantedPolicy, SLIPS } from './policies.ts';

/** What differs between the seeds of a planted policy. */
export interface SeedTraits {
  /** Share of prompts on which it heeds its chain of thought. */
  readonly uses: number;
  /** Share of contexts in which it answers the opposite of what it means to. */
  readonly slips: number;
}

/** A normal distribution cut off symmetrically, so that it keeps its mean and stays a share. */
interface SpreadShare {
  readonly mean: number;
  readonly deviation: number;
  /** It lies in [mean - reach, mean + reach], so within [0, 1]. */
  readonly reach: number;
}

/** Slips differ less between seeds than use does: by this share of the standard deviation. */
const SLIPS_SPREAD = 0.2;
/** Points of the quadrature over a trait. */
const POINTS = 201;

function spreadOf({ uses, slips }: SeedTraits, spread: number): Record<keyof SeedTraits, SpreadShare> {
  const share = (mean: number, deviation: number) => ({ mean, deviation, reach: Math.min(mean, 1 - mean) });
  return { uses: share(uses, spread), slips: share(slips, SLIPS_SPREAD * spread) };
}

/**
 * Draws the traits of one seed.
 *
 * @param spread standard deviation of `uses` between seeds, before it is cut off at 0, 1 and as far on the other side
 */
export function drawTraits(mean: SeedTraits, spread: number, stream: RandomStream): SeedTraits {
  const draw = ({ mean: centre, deviation, reach }: SpreadShare) => {
    if (deviation === 0 || reach === 0) return centre;
    for (;;) {
      const off = deviation * stream.normal();
      if (Math.abs(off) <= reach) return centre + off;
    }
  };
  const { uses, slips } = spreadOf(mean, spread);
  return { uses: draw(uses), slips: draw(slips) };
}

/**
 * The traits of one seed of a planted policy.
 *
 * @param seed its number, from 0 on
 */
export function traitsOf(
  { uses, usesBySeed }: PlantedPolicy,
  seed: number,
  spread: number,
  stream: RandomStream,
): SeedTraits {
  if (usesBySeed === undefined) return drawTraits({ uses, slips: SLIPS }, spread, stream);
  const own = usesBySeed === 'coin' ? +(stream.uniform() < 0.5) : usesBySeed[seed % usesBySeed.length]!;
  return drawTraits({ uses: own, slips: SLIPS }, spread, stream);
}

/**
 * Mean use of the chain of thought over the seeds of an experiment, or over all there could be where each is drawn.
 *
 * @param seeds how many
 */
export function meanUses({ uses, usesBySeed }: PlantedPolicy, seeds: number): number {
  if (usesBySeed === undefined || usesBySeed === 'coin') return uses;
  const own = Array.from({ length: seeds }, (_, seed): number => usesBySeed[seed % usesBySeed.length]!);
  return own.reduce((sum, use) => sum + use, 0) / seeds;
}

/** Expectation of quantities over the seeds that {@link drawTraits} draws, by quadrature. */
export function expectationOverSeeds(
  mean: SeedTraits,
  spread: number,
  quantities: (traits: SeedTraits) => readonly number[],
): number[] {
  const nodes = ({ mean: centre, deviation, reach }: SpreadShare) => {
    if (deviation === 0 || reach === 0) return [{ value: centre, weight: 1 }];
    const points = Array.from({ length: POINTS }, (_, i) => ((2 * i + 1) / POINTS - 1) * reach);
    const weights = points.map((off) => Math.exp(-((off / deviation) ** 2) / 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return points.map((off, i) => ({ value: centre + off, weight: weights[i]! / total }));
  };
  const { uses, slips } = spreadOf(mean, spread);
  const expected: number[] = [];
  for (const use of nodes(uses)) {
    for (const slip of nodes(slips)) {
      for (const [i, value] of quantities({ uses: use.value, slips: slip.value }).entries()) {
        expected[i] = (expected[i] ?? 0) + use.weight * slip.weight * value;
      }
    }
  }
  return expected;
}
