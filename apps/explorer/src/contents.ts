import type { Manifest } from './format.ts';

/**
 * What a page holds, in a sentence: counts, seeds, and its size.
 *
 * @param evaluation rollouts for evaluation prompts
 * @param size bytes of the page, of `limit` that it may have
 */
export function contentsSentence(
  { runs, policies, rollouts, transcripts }: Pick<Manifest, 'runs' | 'policies' | 'rollouts' | 'transcripts'>,
  evaluation: number,
  { size, limit }: { readonly size: number; readonly limit: number },
): string {
  const final = policies.filter((policy) => policy.final).length;
  const trainedHere = [
    `${counted(rollouts.held, 'rollout')} of training (of ${count(rollouts.of)} kept) and ${count(evaluation)} for evaluation prompts, of ${seedsOf(runs)}`,
    `${counted(policies.length, 'policy', 'policies')}, ${count(final)} final and ${count(policies.length - final)} on the way, of ${seedsOf(policies.map(({ run }) => runs[run]!))}`,
  ];
  const parts = [
    ...(transcripts && runs.length === 0 ? [] : trainedHere),
    ...(transcripts
      ? [
          `${counted(transcripts.held, 'transcript')} of ${count(transcripts.of)} of policies trained elsewhere`,
        ]
      : []),
    `${megabytes(size)} of ${megabytes(limit)}`,
  ];
  return `Holds ${parts.join('; ')}.`;
}

function seedsOf(runs: Manifest['runs']): string {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.length === 0 ? 'no seed' : `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Bytes in megabytes, rounded up: never less than it is. */
function megabytes(bytes: number): string {
  return `${(Math.ceil(bytes / 100_000) / 10).toFixed(1)} MB`;
}
