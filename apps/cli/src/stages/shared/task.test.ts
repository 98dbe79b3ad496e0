import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadExperiment } from '@vestige/experiment';
import { afterAll, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { writeGiven } from '../../testing/givenExperiment.ts';
import { taskOf } from './task.ts';

const here = folder(afterAll);

test('a file of questions is read once for all conditions', () => {
  const policy = { rule: 'answer', gguf: 'a.gguf' };
  const directory = writeGiven(here, policy, { policies: { a: policy, b: policy } });
  const experiment = loadExperiment(join(directory, 'experiment.json'));
  const task = taskOf(experiment, 'a');
  rmSync(join(directory, 'questions.jsonl'));
  expect(taskOf(experiment, 'b')).toBe(task);
  // Another command reads it itself.
  expect(() => taskOf({ ...experiment }, 'a')).toThrow(/questions\.jsonl: cannot be read \(ENOENT\)/);
});
