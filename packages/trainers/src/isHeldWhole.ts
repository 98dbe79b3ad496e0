import { ImportError } from './importError.ts';
import { hasLists } from './reading/parquet.ts';
import { extensionOf } from './reading/readEntries.ts';
import { locationOf, type SourceFile } from './sourceFile.ts';

/** Whether much of a file is in memory at once while it is read. */
export async function isHeldWhole(file: SourceFile): Promise<boolean> {
  const extension = extensionOf(file.path);
  if (extension !== 'parquet') return extension !== 'jsonl';
  try {
    return await hasLists(locationOf(file));
  } catch (error) {
    // Told when it is converted.
    if (error instanceof ImportError) return false;
    throw error;
  }
}
