import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files of two folders that are missing in one or not the same in both, and how many there are. */
export function compareFolders(
  a: string,
  b: string,
): { readonly files: number; readonly different: string[] } {
  const [ours, theirs] = [filesIn(a), filesIn(b)];
  const all = [...new Set([...ours, ...theirs])].sort();
  const differs = (file: string) =>
    !ours.includes(file) ||
    !theirs.includes(file) ||
    !readFileSync(join(a, file)).equals(readFileSync(join(b, file)));
  return { files: all.length, different: all.filter(differs) };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}
