import { readFile, stat } from 'node:fs/promises';
import { isRecord, told } from '../draft.ts';
import { ImportError } from '../importError.ts';
import type { Entry } from './entry.ts';
import { parseJson } from './parseRecord.ts';

/** Most bytes of a file: a text in memory cannot be longer. */
const LARGEST = 2 ** 29 - 24;

/**
 * Reads a JSON file that is a list of objects, or has one in its field `samples`.
 *
 * @throws {ImportError} if it is neither, or too large
 */
export async function* readJson(path: string): AsyncGenerator<readonly Entry[]> {
  const { size } = await stat(path);
  if (size > LARGEST) throw new ImportError(`${path}: has ${size} bytes; expected ${LARGEST} at most`);
  const parsed = parseJson((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  if ('reason' in parsed)
    throw new ImportError(`${path}: ${parsed.reason.replace(/; .*$/, '')}; expected a list`);
  const { value, notFinite } = parsed;
  const items = isRecord(value) ? value.samples : value;
  if (!Array.isArray(items))
    throw new ImportError(
      `${path}: is ${told(value)}; expected a list of objects, itself or in its field samples`,
    );
  yield items.map((record: unknown, i): Entry => {
    const line = i + 1;
    if (!isRecord(record)) return { line, reason: `is ${told(record)}; expected an object in braces` };
    return notFinite ? { line, record, notFinite } : { line, record };
  });
}
