import { questionsDigest } from './questionsDigest.ts';
import { baseOf, isBase, isGiven, projectName, ruleOf } from './runs.ts';
import { BASE, type Experiment } from './schema.ts';
import type { StageName } from './stage.ts';

/** The part of an experiment that decides a run: what the pipeline caches the run by, and no more. */
export function runSettings(experiment: Experiment, condition: string) {
  if (isGiven(experiment, condition)) {
    const { description: _, ...policy } = experiment.policies[condition]!;
    return { environment: experiment.environment, policy };
  }
  const { environment, model, pretraining } = baseOf(experiment, condition);
  if (isBase(experiment, condition)) return { environment, model, pretraining };
  const { rule, rewards, reinforcement } = experiment.conditions[condition]!;
  return { environment, model, pretraining, condition: { rule, rewards, reinforcement } };
}

/** What the report tells of its experiment: all but what decides no figure, or where the workspace lies. */
export function reportSettings({ directory: _, preset, checks, cluster, ...settings }: Experiment) {
  return settings;
}

/**
 * All settings that a stage follows, and no others.
 *
 * @param condition that of the run; undefined for the stages of an experiment as a whole
 */
export function settingsOf(experiment: Experiment, stage: StageName, condition: string | undefined): object {
  if (stage === 'analyze') return analysisSettings(experiment);
  if (condition === undefined) return reportSettings(experiment);
  const settings = runSettings(experiment, condition);
  if (stage !== 'ablate') return settings;
  const { ablation } = experiment;
  return { ...settings, rule: ruleOf(experiment, condition), ablation, ...questionsDigest(experiment) };
}

function analysisSettings(experiment: Experiment) {
  const { seeds, base, policies, conditions, environment, analysis } = experiment;
  const { [BASE]: _, ...bases } = experiment.bases;
  return {
    project: projectName(experiment),
    seeds,
    environment,
    ...(base && { base: { rule: base.rule } }),
    ...(Object.keys(bases).length > 0 && { bases }),
    ...(Object.keys(policies).length > 0 && { policies }),
    conditions,
    analysis,
    ...questionsDigest(experiment),
  };
}
