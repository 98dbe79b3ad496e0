import { readFileSync } from 'node:fs';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { BYTE_ORDER_MARK } from './parseJson.ts';

/**
 * The lines, from 1, at which the checks of an experiment file begin, in order: those of its preset, where that has some.
 *
 * @param file path of an experiment.json that could be loaded
 */
export function checkLines(file: string, preset: string | undefined): number[] {
  const read = readFileSync(file, 'utf8');
  const text = read.startsWith(BYTE_ORDER_MARK) ? read.slice(BYTE_ORDER_MARK.length) : read;
  const root = parseTree(text);
  const at = (...path: string[]): Node | undefined => root && findNodeAtLocation(root, path);
  const checks = (preset !== undefined && at('presets', preset, 'checks')) || at('checks');
  return (checks?.children ?? []).map(({ offset }) => text.slice(0, offset).split('\n').length);
}
