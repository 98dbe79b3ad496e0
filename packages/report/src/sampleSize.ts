import type { Comparison, Estimate } from '@vestige/analysis';

/** What a figure rests on. */
type SampleSize = Pick<Estimate | Comparison, 'prompts' | 'seeds'>;

/** What a figure rests on, in words, such as `2,048 prompts of 4 seeds`; undefined where it rests on no prompts. */
export function sampleSizeWords({ prompts, seeds }: SampleSize): string | undefined {
  return prompts === 0 ? undefined : `${counted(prompts, 'prompt')} of ${counted(seeds, 'seed')}`;
}

/** The same as a figure: prompts, and in brackets seeds. */
export function sampleSize({ prompts, seeds }: SampleSize): string | undefined {
  return prompts === 0 ? undefined : `${prompts.toLocaleString('en')} (${seeds})`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
