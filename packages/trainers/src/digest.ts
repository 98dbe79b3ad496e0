import { createHash } from 'node:crypto';
import { fileDigest } from '@vestige/manifest/fileDigest';
import type { ImportOptions } from './options.ts';
import { recognise } from './recognise.ts';
import { locationOf } from './sourceFile.ts';

/**
 * SHA-256 over what a trainer left behind, hexadecimal: of each file of rollouts its path and content, and of no other file
 * beside them.
 *
 * @param options by which its files are recognised
 * @throws {ImportError} if there is nothing to import
 */
export async function sourcesDigest(
  path: string,
  options: Partial<Pick<ImportOptions, 'from' | 'map'>>,
): Promise<string> {
  const { files, duplicates } = await recognise(path, options);
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path} ${await fileDigest(locationOf(file))}\n`);
  for (const { path: name, of } of duplicates) hash.update(`${name} = ${of}\n`);
  return hash.digest('hex');
}
