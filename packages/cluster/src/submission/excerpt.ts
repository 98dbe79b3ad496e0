import { existsSync, readFileSync } from 'node:fs';

/** What a stage, Nx or Slurm says where something went wrong. */
const TELLING = /vestige: |slurmstepd: error|\bError\b|error:|killed|out of memory/i;
/** Said where a stage has told why before. */
const GENERIC = /the pipeline of \S+ stopped|stopped; nothing was left/;

/**
 * The lines of a job's log that say why it failed, the last of them last: those in which something complains, else
 * the last ones.
 *
 * @param path of the log; one that is missing has no lines
 */
export function excerptOf(path: string, most = 3): string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const telling = lines.filter((line) => TELLING.test(line) && !GENERIC.test(line));
  return [...new Set(telling.length > 0 ? telling : lines)].slice(-most);
}
