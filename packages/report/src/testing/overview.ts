import type { OverviewInput } from '../overview/input.ts';
import { fixture } from './fixture.ts';

/** An overview of the planted loan, its conditions and a kind of prompts of one. */
export function overviewFixture(): OverviewInput {
  const { analysis, experiment, generator } = fixture({
    prompts: 200,
    checkpointPrompts: 20,
    resamples: 200,
  });
  const base = { name: 'base', part: analysis.conditions.base! };
  const row = (condition: string, label: string) => ({
    label,
    project: 'loan',
    condition,
    group: undefined,
    description: experiment.conditions[condition]!.description,
    part: analysis.conditions[condition]!,
    chance: analysis.chance,
    seeds: analysis.conditions[condition]!.seeds,
    allSeeds: analysis.seeds,
    interventions: analysis.interventions,
    base: condition === 'base' ? undefined : base,
    page: '../../loan/runs/report/report.html',
  });
  return {
    overview: { title: 'Which reasoning does the work', claim: 'Some of it.', project: 'overview' },
    rows: [
      row('biased', 'loan biased'),
      row('base', 'loan base'),
      { ...row('fair', 'loan fair, hinted'), group: 'hinted' },
    ],
    reports: [{ project: 'loan', title: experiment.title, page: '../../loan/runs/report/report.html' }],
    generator,
  };
}
