import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import { coursePoint } from './course.ts';

test('an answer that always passes counts as right beside the label', () => {
  const environment = createEnvironment(environmentSchema.parse({ kind: 'tests' }));
  const { answers, alwaysPasses } = environment;
  const label = answers.find((token) => !alwaysPasses!.includes(token))!;
  const answered = (right: number, passes: number) => ({
    ...{ other: 0, likeliest: 0, next: 0, nextProbability: 0 },
    probabilities: answers.map((token) =>
      token === label ? right : alwaysPasses!.includes(token) ? passes : 0.01,
    ),
  });
  const none = answered(0, 0);
  const contrast = { edited: answered(0.25, 0.5), empty: answered(0.125, 0), own: none, now: none };
  expect(coursePoint(environment, label, contrast)).toEqual({ edited: 0.75, empty: 0.125 });
});
