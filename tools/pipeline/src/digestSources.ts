/**
 * Prints the digest of what a trainer left behind, as an input of the stage that converts it.
 *
 *   node tools/pipeline/src/digestSources.ts <source>
 *
 * The source is JSON with `path`, `from` and `map`, as base64url: a shell reads it on the way.
 */
import { sourcesDigest } from '@vestige/trainers/digest';

const [source = ''] = process.argv.slice(2);
const { path, ...options } = JSON.parse(Buffer.from(source, 'base64url').toString('utf8'));
// Whether there is something to read is for the stage to say.
console.log(await sourcesDigest(path, options).catch(() => 'none'));
