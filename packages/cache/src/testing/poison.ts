import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Packed, packed } from '../entry/pack.ts';
import { partsOf } from '../entry/parts.ts';
import type { About } from '../store/store.ts';

/** The entries of a folder, as they lie there: by their hashes the folders they are in. */
export async function entriesIn(folder: string): Promise<Map<string, string>> {
  const groups = await readdir(join(folder, 'entries'));
  const found = await Promise.all(
    groups.map(async (group) =>
      (await readdir(join(folder, 'entries', group))).map((hash): [string, string] => [
        hash,
        join(folder, 'entries', group, hash),
      ]),
    ),
  );
  return new Map(found.flat());
}

/**
 * Packs an entry anew with other content under a digest that is right, as who may write to the storage can.
 *
 * @param entry its folder
 * @param edit gives the content of a file, from its path and what it held
 * @param writer who is told to have written it
 * @returns whether a file became another
 */
export async function poison(
  entry: string,
  edit: (path: string, content: Buffer) => Buffer,
  writer?: string,
): Promise<boolean> {
  const parts: Packed[] = [];
  let changed = false;
  for await (const { path, isFile, content } of partsOf(createReadStream(join(entry, 'body')))) {
    const before = await buffer(content);
    const after = isFile ? edit(path, before) : before;
    changed ||= !after.equals(before);
    parts.push(
      isFile ? { name: path, content: after, mode: 0o644 } : { name: path, type: 'directory', mode: 0o755 },
    );
  }
  const body = await packed(parts);
  const file = join(entry, 'about.json');
  const about = JSON.parse(await readFile(file, 'utf8')) as About;
  const sha256 = createHash('sha256').update(body).digest('hex');
  await writeFile(join(entry, 'body'), body);
  await writeFile(
    file,
    JSON.stringify({ ...about, sha256, size: body.length, ...(writer === undefined ? {} : { writer }) }),
  );
  return changed;
}
