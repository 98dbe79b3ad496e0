import { readFileSync } from 'node:fs';
import { applyEdits, modify } from 'jsonc-parser';
import { resolveExperiment } from './load.ts';
import { BYTE_ORDER_MARK, parseJson } from './parseJson.ts';
import type { Experiment } from './schema.ts';

/** A value for a field of an experiment file. */
export type FieldValue = readonly [field: string, value: unknown];

/**
 * An experiment file with some of its values replaced or added, nothing written yet; all else of its text stays as it is.
 *
 * @param file path of an experiment.json that could be loaded
 * @param preset the one that has them; none for the experiment itself
 * @param values by dotted field
 * @returns the text, and the experiment that it says
 * @throws {ExperimentError} if it may not have those values
 */
export function editedExperiment(
  file: string,
  preset: string | undefined,
  values: readonly FieldValue[],
): { readonly text: string; readonly experiment: Experiment } {
  const within = preset === undefined ? [] : ['presets', preset];
  const before = readFileSync(file, 'utf8');
  const mark = before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const json = values.reduce(
    (text, [field, value]) => withValue(text, [...within, ...field.split('.')], value),
    before.slice(mark.length),
  );
  const text = mark + json;
  return { text, experiment: resolveExperiment(parseJson(text), preset, file) };
}

function withValue(json: string, path: string[], value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  return applyEdits(json, modify(json, path, value, { formattingOptions }));
}
