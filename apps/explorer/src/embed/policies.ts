import { join } from 'node:path';
import { readChecked } from '@vestige/manifest';
import { readModelOptions } from '@vestige/model/checkpointFiles';
import type { ManifestPolicy } from '../format.ts';
import { block } from './block.ts';
import { checkpointPath } from './checkpointPath.ts';
import type { ExplorerRun } from './run.ts';

/** A saved policy that may go into the page. */
interface Candidate {
  readonly run: ExplorerRun;
  readonly step: number;
  readonly directory: string;
  readonly final: boolean;
}

/** Policies in the page. */
export interface EmbeddedPolicies {
  /** Runs that have one, in the order in which they were taken; a policy names its run by its place. */
  readonly runs: readonly ExplorerRun[];
  readonly policies: readonly ManifestPolicy[];
  readonly blocks: Readonly<Record<string, string>>;
  /** Characters of the blocks. */
  readonly size: number;
}

/**
 * Takes policies until the next one does not fit, parameters exact: first the final ones of the conditions that no
 * sweep made, of all seeds, seed by seed; then those of sweeps under the first seed; then checkpoints on the way of the
 * former, of each run as many as of the others, in steps that get finer; then the final ones of sweeps under the other
 * seeds.
 *
 * @param budget characters
 */
export function embedPolicies(runs: readonly ExplorerRun[], budget: number): EmbeddedPolicies {
  const taken: ExplorerRun[] = [];
  const policies: ManifestPolicy[] = [];
  const blocks: Record<string, string> = {};
  let size = 0;
  for (const { run, step, directory, final } of inOrder(runs)) {
    const content = block(readChecked(join(directory, 'model.safetensors')));
    if (size + content.length > budget) break;
    size += content.length;
    if (!taken.includes(run)) taken.push(run);
    const id = `vestige-policy-${policies.length}`;
    blocks[id] = content;
    const model = readModelOptions(directory);
    const place = { block: id, directory: checkpointPath(directory) };
    policies.push({ run: taken.indexOf(run), step, final, model, ...place });
  }
  return { runs: taken, policies, blocks, size };
}

function inOrder(runs: readonly ExplorerRun[]): Candidate[] {
  const seeds = [...new Set(runs.map(({ seed }) => seed))];
  const candidates = runs
    .map((run) => {
      const all = run.checkpoints.map(({ step, directory }, i, { length }) => ({
        ...{ run, step, directory },
        final: i === length - 1,
      }));
      return { run, last: all.slice(-1), earlier: bisected(all.slice(0, -1)) };
    })
    .toSorted((a, b) => seeds.indexOf(a.run.seed) - seeds.indexOf(b.run.seed));
  const plain = candidates.filter(({ run }) => !run.swept);
  const swept = candidates.filter(({ run }) => run.swept);
  const ofFirst = swept.filter(({ run }) => run.seed === seeds[0]);
  const rounds = Math.max(0, ...plain.map(({ earlier }) => earlier.length));
  return [
    ...[...plain, ...ofFirst].flatMap(({ last }) => last),
    ...Array.from({ length: rounds }, (_, round) =>
      plain.flatMap(({ earlier }) => earlier.slice(round, round + 1)),
    ).flat(),
    ...swept.filter((one) => !ofFirst.includes(one)).flatMap(({ last }) => last),
  ];
}

/** The middle one first, then the middles of the halves, and so on: any beginning of it is spread out. */
function bisected<T>(items: readonly T[]): T[] {
  const result: T[] = [];
  let ranges: (readonly [number, number])[] = [[0, items.length]];
  while (ranges.length > 0) {
    ranges = ranges.flatMap(([from, to]) => {
      if (from >= to) return [];
      const middle = (from + to) >> 1;
      result.push(items[middle]!);
      return [
        [from, middle],
        [middle + 1, to],
      ] as const;
    });
  }
  return result;
}
