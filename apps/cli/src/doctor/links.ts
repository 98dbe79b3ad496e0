import { lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, WORKSPACE } from '../workspace.ts';
import { type Finding, warning } from './finding.ts';

const ADVICE =
  'make it a folder again, and mount the other disk there (on Linux `mount --bind`), or move the whole clone';

/**
 * Why Nx caches nothing of what is written to a folder, in a line; it says so only where nobody looks.
 *
 * @param directory where an experiment's runs are
 * @returns undefined if nothing keeps it from caching
 */
export function uncachedBecause(directory: string, workspace = WORKSPACE): string | undefined {
  const link = linkOnTheWay(workspace, directory);
  return (
    link && `${shortPath(link)} is a symbolic link: Nx caches nothing behind it, so every stage runs again`
  );
}

/** A warning for each experiment, overview or calibration whose runs are behind a symbolic link. */
export function checkLinks(names: readonly string[]): Finding[] {
  return names.flatMap((name) => {
    const reason = uncachedBecause(join(EXPERIMENTS, name, 'runs'));
    return reason === undefined ? [] : [warning('links', reason, ADVICE)];
  });
}

/** The first folder from the root of the workspace down that is a symbolic link. */
function linkOnTheWay(workspace: string, directory: string): string | undefined {
  const steps = relative(workspace, directory).split(sep);
  return steps
    .map((_, i) => join(workspace, ...steps.slice(0, i + 1)))
    .find((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink());
}
