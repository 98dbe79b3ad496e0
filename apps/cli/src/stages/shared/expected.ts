import {
  BASE,
  baseNameOf,
  type Experiment,
  isBase,
  type Overview,
  projectName,
  ruleOf,
  runsOf,
  type Stage,
  stageDirectory,
} from '@vestige/experiment';
import type { ExpectedStage, Making } from '@vestige/manifest';
import { runConfiguration } from './provenance.ts';

type RunOfStage = { readonly condition: string; readonly seed: number };

/** What a stage of an experiment is made of, and from; `run` is absent for those of the experiment as a whole. */
export function expectedStage(experiment: Experiment, stage: Stage, run?: RunOfStage): ExpectedStage {
  return {
    directory: stageDirectory(experiment, stage, run),
    making: run ? ofRun(experiment, stage, run) : { stage, settings: ofWhole(experiment, stage) },
    upstream: upstreamOf(experiment, stage, run),
  };
}

/** The report of an overview. */
export function expectedOverview(overview: Overview): ExpectedStage {
  const { title, claim, also } = overview;
  const compare = overview.compare.map(({ experiment, condition, group, label }) => ({
    ...{ experiment: projectName(experiment), condition, group, label },
  }));
  const experiments = overview.experiments.map((one) => ({ project: projectName(one), title: one.title }));
  return {
    directory: stageDirectory(overview, 'report'),
    making: {
      stage: 'report',
      settings: { project: projectName(overview), title, claim, experiments, compare, also },
    },
    upstream: overview.experiments.map((experiment) => expectedStage(experiment, 'analyze')),
  };
}

function ofRun(experiment: Experiment, stage: Stage, { condition, seed }: RunOfStage): Making {
  const configuration = runConfiguration(experiment, condition);
  const settings =
    stage === 'ablate'
      ? { ...configuration, rule: ruleOf(experiment, condition), ablation: experiment.ablation }
      : configuration;
  return { stage, settings, condition, seed };
}

function ofWhole(experiment: Experiment, stage: Stage): object {
  return stage === 'analyze' ? analysisSettings(experiment) : reportSettings(experiment);
}

/** The settings that the analysis follows. */
function analysisSettings(experiment: Experiment) {
  const { seeds, base, conditions, environment, analysis } = experiment;
  const { [BASE]: _, ...bases } = experiment.bases;
  return {
    project: projectName(experiment),
    seeds,
    environment,
    base: { rule: base.rule },
    ...(Object.keys(bases).length > 0 && { bases }),
    conditions,
    analysis,
  };
}

/** What the report tells of its experiment: all but what decides no figure, or where the workspace lies. */
export function reportSettings({ directory: _, preset, checks, ...settings }: Experiment) {
  return settings;
}

function upstreamOf(experiment: Experiment, stage: Stage, run: RunOfStage | undefined): ExpectedStage[] {
  const of = (earlier: Stage, one?: RunOfStage) => expectedStage(experiment, earlier, one);
  if (run) return upstreamOfRun(experiment, stage, run, of);
  const runs = runsOf(experiment).map(({ condition, seed }) => ({ condition, seed }));
  const trained = runs.filter(({ condition }) => !isBase(experiment, condition));
  const tables = [...trained.map((one) => of('train', one)), ...runs.map((one) => of('ablate', one))];
  if (stage === 'analyze') return tables;
  const bases = runs.filter(({ condition }) => isBase(experiment, condition));
  return [of('analyze'), ...tables, ...bases.map((one) => of('pretrain', one))];
}

function upstreamOfRun(
  experiment: Experiment,
  stage: Stage,
  { condition, seed }: RunOfStage,
  of: (earlier: Stage, run: RunOfStage) => ExpectedStage,
): ExpectedStage[] {
  if (stage === 'pretrain') return [];
  const base = { condition: baseNameOf(experiment, condition), seed };
  if (stage === 'train' || isBase(experiment, condition)) return [of('pretrain', base)];
  return [of('train', { condition, seed })];
}
