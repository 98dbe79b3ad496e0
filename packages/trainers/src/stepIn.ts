import { ImportError } from './importError.ts';
import type { ImportOptions } from './options.ts';

/**
 * The step that the option `step` gives a file; null if none.
 *
 * @throws {ImportError} if its pattern has not one group of digits
 */
export function stepIn(path: string, option: ImportOptions['step']): number | null {
  if (option === undefined) return null;
  if (typeof option === 'number') return option;
  const found = new RegExp(option.pattern).exec(path);
  if (!found) return null;
  const [, digits] = found;
  if (found.length === 2 && digits !== undefined && /^\d+$/.test(digits)) return Number(digits);
  throw new ImportError(
    `${path}: the pattern of the option step holds no number; expected one group of digits`,
  );
}
