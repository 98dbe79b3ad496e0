import { loadImported } from '@vestige/imported/file';
import type { Imported } from '@vestige/imported/options';
import { importedFile } from './experiments.ts';
import { type ExperimentArguments, presetOf } from './options.ts';

/**
 * The imported runs that the arguments name; undefined if they name none.
 *
 * @throws {ExperimentError} if their file has a mistake
 */
export function importedOf(
  args: Pick<ExperimentArguments, 'experiment' | 'preset' | 'quick'>,
): Imported | undefined {
  const file = importedFile(args.experiment);
  return file === undefined ? undefined : loadImported(file, presetOf(args));
}
