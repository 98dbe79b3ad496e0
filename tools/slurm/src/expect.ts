import type { Clone } from './clone.ts';
import { compareFolders } from './sameFiles.ts';
import type { Status } from './vestige.ts';

/** @throws {Error} if two clones have not the same results, to the last bit */
export function expectSame(reference: Clone, other: Clone): number {
  const { files, different } = compareFolders(reference.runs, other.runs);
  if (files === 0 || different.length > 0) {
    throw new Error(`${different.length} of ${files} files differ: ${different.slice(0, 5).join(', ')}`);
  }
  return files;
}

/** @throws {Error} if something that was finished was made again, or if a job made what was not its own */
export function expectOnce(submissions: readonly Status[]): void {
  const results = submissions.flatMap((one) => one.results);
  const made = results.filter(({ outcome }) => outcome === 'made').map(({ task }) => task);
  const twice = made.filter((task, i) => made.indexOf(task) !== i);
  if (twice.length > 0) throw new Error(`made twice: ${twice.join(', ')}`);
  const besides = results.filter(({ task, ran }) => ran.some((one) => one !== task));
  if (besides.length > 0) {
    throw new Error(
      `made by jobs of others: ${besides.map(({ task, ran }) => `${task} ran ${ran}`).join('; ')}`,
    );
  }
}
