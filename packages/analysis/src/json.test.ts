import { expect, test } from 'vitest';
import { analyze } from './analyze.ts';
import { AnalysisError } from './error.ts';
import { analysisText, readAnalysis } from './json.ts';
import { plantedLoan } from './testing/index.ts';

const analysis = analyze(plantedLoan([0], { prompts: 40, checkpointPrompts: 4, resamples: 100 }));

test('estimators and treatments stand in JSON by name, and come back', () => {
  const json = JSON.parse(analysisText(analysis));
  expect(json.interventions.slice(0, 3)).toEqual(['own', 'frozen', 'now']);
  expect(json.conditions.fair.estimates['accuracy.own'].prompts).toBe(40);
  expect(json.conditions.fair.comparisons.now.seeds).toBe(1);
  expect(Object.keys(json.conditions.fair.checkpoints.at(-1).estimates)[0]).toBe('accuracy.own');
  expect(readAnalysis(json)).toEqual(analysis);
});

test('an analysis of another version is refused, with what to do', () => {
  const older = { ...JSON.parse(analysisText(analysis)), schemaVersion: 2 };
  expect(() => readAnalysis(older)).toThrow(AnalysisError);
  expect(() => readAnalysis(older)).toThrow('analysis of version 2; expected 5; run the stage analyze again');
  expect(() => readAnalysis(null)).toThrow(/version undefined/);
});
