/**
 * Prints the digest of what a trainer left behind, as an input of the stage that converts it.
 *
 *   node tools/pipeline/src/digestSources.ts <source>
 *
 * The source is JSON with `path`, `from`, `map` and `seen`, as base64url: a shell reads it on the way. In the file `seen` the
 * digest is kept: of a source that is not there any more, it is the one that was seen last, so that what was converted of it
 * still counts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sourcesDigest } from '@vestige/trainers/digest';

const [source = ''] = process.argv.slice(2);
const { path, seen, ...options } = JSON.parse(Buffer.from(source, 'base64url').toString('utf8'));
const before = existsSync(seen) ? readFileSync(seen, 'utf8') : undefined;
// Whether there is something to read is for the stage to say.
const digest = existsSync(path) ? await sourcesDigest(path, options).catch(() => 'none') : (before ?? 'none');
if (digest !== 'none' && digest !== before) {
  mkdirSync(dirname(seen), { recursive: true });
  writeFileSync(seen, digest);
}
console.log(digest);
