import type { Analysis, Attributes } from '@vestige/analysis';

const UNNAMED: Attributes = { flips: 'one attribute', mentions: 'the attribute' };

/**
 * What a flip changes and what counts as a mention, by the names of the environment. That attribute need not decide
 * the label: under the rule `factors` of the loan the nationality does not.
 */
export function attributesOf({ attributes = UNNAMED }: Pick<Analysis, 'attributes'>): Attributes {
  return attributes;
}
