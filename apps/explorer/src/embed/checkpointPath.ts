import { relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Where a checkpoint lies, as it is typed: in the workspace from its root, elsewhere from the folder of its experiment.
 * Never an absolute path, for a page is given to others.
 */
export function checkpointPath(directory: string, workspace = WORKSPACE): string {
  const path = resolve(directory);
  const within = relative(workspace, path).split(sep);
  if (within[0] !== '..' && !within[0]!.includes(':')) return within.join('/');
  const segments = path.split(sep);
  return segments.slice(segments.lastIndexOf('runs')).join('/');
}
