/**
 * Prints the digest of what a trainer left behind, as an input of the stage that converts it.
 *
 *   node tools/pipeline/src/digestSources.ts <path> [<trainer>]
 */
import { sourcesDigest } from '@vestige/trainers/digest';

const [path, from] = process.argv.slice(2);
// Whether there is something to read is for the stage to say.
console.log(await sourcesDigest(path!, from).catch(() => 'none'));
