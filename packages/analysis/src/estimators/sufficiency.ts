import { type About, plain, type QuantitiesOf, SIGNED } from './estimator.ts';
import { isPlain, type PromptRows } from './quantity.ts';

export const about = {
  title: 'Sufficiency',
  meaning: 'answers that reasoning alone brings about',
} as const satisfies About;

/**
 * `sufficiency.swap`: share of answers that are what a swapped chain of thought concludes, less the share that are so
 * with none (`cut0`, or else `now`): the effect of a chain of thought whose prompt speaks for another answer. The
 * sufficiency effect of a step (Zhao et al., arXiv 2510.24941) keeps that step and corrupts those before it; there is no
 * such intervention here, so it is measured of the whole only.
 */
export const quantitiesOf: QuantitiesOf = (treatments) =>
  treatments.some((one) => isPlain(one, 'swap'))
    ? [{ key: { quantity: 'sufficiency', intervention: 'swap' }, read }]
    : [];

export const estimatorsOf = plain('sufficiency', SIGNED);

function read(rows: PromptRows): readonly [number, number] | undefined {
  const swapped = rows.get('swap')?.[0];
  const none = (rows.get('cut0') ?? rows.get('now'))?.[0];
  if (!swapped || !none || swapped.conclusion === null) return undefined;
  return [+(swapped.answer === swapped.conclusion) - +(none.answer === swapped.conclusion), 1];
}
