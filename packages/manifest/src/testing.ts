import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOf, type ExpectedFolder, encodeManifest, MANIFEST_FILE } from './manifest.ts';
import { upstreamName } from './verify.ts';

/** Gives a folder that a test filled the manifest of a stage, as if what it reads had been taken away. */
export function seal({ directory, recipe, upstream }: ExpectedFolder): void {
  const before = Object.fromEntries(upstream.map((stage) => [upstreamName(directory, stage), '']));
  const manifest = { recipe, versions: {}, upstream: before, files: digestsOf(directory) };
  writeFileSync(join(directory, MANIFEST_FILE), encodeManifest(manifest));
}
