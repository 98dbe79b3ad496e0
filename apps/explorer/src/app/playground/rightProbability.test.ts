import { createEnvironment, environmentSchema } from '@vestige/environment';
import { expect, test } from 'vitest';
import { rightProbability } from './rightProbability.ts';

test('an answer that always passes counts as right beside the label', () => {
  const environment = createEnvironment(environmentSchema.parse({ kind: 'tests' }));
  const { answers, alwaysPasses } = environment;
  const label = answers.find((answer) => !alwaysPasses!.includes(answer))!;
  const answered = (right: number, passes: number) => ({
    ...{ other: 0, likeliest: label, next: label, nextProbability: 0 },
    distribution: {
      ...{ answers, mass: 1, basis: 'scored' as const },
      probability: Float64Array.from(answers, (answer) =>
        answer === label ? right : alwaysPasses!.includes(answer) ? passes : 0.01,
      ),
    },
  });
  const none = answered(0, 0);
  const compared = { edited: answered(0.25, 0.5), empty: answered(0.125, 0), own: none, now: none };
  expect(rightProbability(environment, label, compared)).toEqual({ edited: 0.75, empty: 0.125 });
});
