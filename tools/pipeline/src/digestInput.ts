/**
 * Prints the digest of a file outside the workspace, or of one that Git ignores, as an input of a stage's cache.
 *
 *   node tools/pipeline/src/digestInput.ts <path>
 */
import { fileDigest } from '@vestige/manifest/fileDigest';

const [path] = process.argv.slice(2);
// Whether there is such a file is for the stage to say.
console.log(await fileDigest(path!).catch(() => 'none'));
