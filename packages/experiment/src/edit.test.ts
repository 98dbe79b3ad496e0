import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { editedExperiment } from './edit.ts';

const TEXT = `{
  "name": "mine",   "title": "Mine",
  "environment": { "kind": "loan" },
  "base": { "rule": "factors" },

  "ablation": { "prompts": 100, "cuts": [0, 0.5] },
  "presets": { "quick": { "title": "Quick" } }
}
`;

function written(text: string): string {
  const root = mkdtempSync(join(tmpdir(), 'vestige-edit-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'mine'));
  const file = join(root, 'mine/experiment.json');
  writeFileSync(file, text);
  return file;
}

test.each(['', '\uFEFF'])('a value is replaced, and all else stays as it is written: %j', (mark) => {
  const { text, experiment } = editedExperiment(written(mark + TEXT), undefined, [['ablation.prompts', 30]]);
  expect(text).toBe(mark + TEXT.replace('100', '30'));
  expect(experiment.ablation.prompts).toBe(30);
});

test('a field that is not there is added, objects on the way too, to the preset that is meant', () => {
  const { text, experiment } = editedExperiment(written(TEXT), 'quick', [
    ['ablation.prompts', 30],
    ['language.budget', '2h'],
  ]);
  const { presets, ...others } = JSON.parse(text);
  expect(presets.quick).toEqual({
    title: 'Quick',
    ablation: { prompts: 30 },
    language: { budget: '2h' },
  });
  expect(others).toEqual({ ...JSON.parse(TEXT), presets: undefined });
  expect(text.startsWith(TEXT.slice(0, TEXT.indexOf('"presets"')))).toBe(true);
  expect([experiment.preset, experiment.ablation.prompts]).toEqual(['quick', 30]);
});

test('a value that may not be is told by its field', () => {
  expect(() => editedExperiment(written(TEXT), undefined, [['ablation.prompts', 1]])).toThrow(
    /experiment\.json: field ablation\.prompts: /,
  );
});
