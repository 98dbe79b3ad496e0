import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Experiment,
  experimentTask,
  loadExperiment,
  loadOverview,
  type Overview,
  overviewTask,
  pageOf,
  presetsOf,
  projectName,
  runProjectName,
  runsOf,
  type StageTask,
  stagesOf,
} from '@vestige/experiment';
import { type FurtherWhole, furtherWholeOf } from '../furtherWholes.ts';
import { shortPath } from '../terminal/shortPath.ts';
import {
  calibrationNames,
  EXPERIMENTS,
  experimentNames,
  importedNames,
  overviewNames,
} from '../workspace.ts';

/** What there is to run in the workspace, as it stands or under a preset. */
export interface Listed {
  /** Its Nx project. */
  readonly project: string;
  readonly kind: 'experiment' | 'overview' | 'calibration' | 'imported';
  readonly title: string;
  /** Runs of an experiment, planted policies of a calibration, experiments of an overview, imported runs. */
  readonly parts: number;
  /** The page of its report; null if there is none yet. */
  readonly report: string | null;
  /** The command that makes it. */
  readonly command: string;
  /** What is wrong in its file; null if nothing. */
  readonly mistake: string | null;
}

/** A run of an experiment, a planted policy of a calibration, or an imported run. */
export interface ListedRun {
  readonly project: string;
  /** Condition of the run, or name of the policy or imported run. */
  readonly condition: string;
  /** Null where there are no seeds. */
  readonly seed: number | null;
  /** Whether the outputs of each of its stages are there. */
  readonly stages: Readonly<Record<string, boolean>>;
}

/** One of {@link Listed} with what it is made of. */
export interface ListedWhole extends Listed {
  readonly runs: readonly ListedRun[];
  /** Of the stages of the whole. */
  readonly stages: Readonly<Record<string, boolean>>;
}

type Kind = Listed['kind'];

/** Everything in the workspace that `vestige run` takes. */
export function listAll(): Listed[] {
  const named = (kind: Kind, names: readonly string[]) => names.flatMap((name) => withPresets(kind, name));
  return [
    ...named('experiment', experimentNames()),
    ...named('overview', overviewNames()),
    ...named('calibration', calibrationNames()),
    ...named('imported', importedNames()),
  ];
}

function withPresets(kind: Kind, name: string): Listed[] {
  const file = shortPath(join(EXPERIMENTS, name, `${kind}.json`));
  return [undefined, ...presetsIn(file)].map((preset) => {
    try {
      if (kind === 'experiment') return experimentListed(loadExperiment(file, preset), name);
      if (kind === 'overview') return overviewListed(loadOverview(file, preset), name);
      return furtherListed(furtherWholeOf({ experiment: file, preset, quick: undefined })!, name);
    } catch (error) {
      const [mistake = ''] = (error as Error).message.split('\n');
      const one = listed(kind, { name, preset, title: '' }, name);
      return { ...one, parts: 0, report: null, mistake };
    }
  });
}

/** @param named how a command line names it */
export function listExperiment(experiment: Experiment, named: string): ListedWhole {
  const runs = runsOf(experiment).map(
    (run): ListedRun => ({
      project: runProjectName(experiment, run),
      condition: run.condition,
      seed: run.seed,
      stages: made(
        stagesOf(experiment, run.condition).map((stage) => experimentTask(experiment, stage, run)),
      ),
    }),
  );
  const stages = made(stagesOf(experiment).map((stage) => experimentTask(experiment, stage)));
  return { ...experimentListed(experiment, named), runs, stages };
}

/** The same of an overview: what it compares is of other projects. */
export function listOverview(overview: Overview, named: string): ListedWhole {
  const runs = [...overview.experiments.map(projectName), ...overview.also].map((project) => ({
    project,
    condition: project,
    seed: null,
    stages: {},
  }));
  return { ...overviewListed(overview, named), runs, stages: made([overviewTask(overview)]) };
}

/** The same of a calibration, or of imported runs. */
export function listFurther(further: FurtherWhole, named: string): ListedWhole {
  const runs = further.parts.map((task) => ({
    project: task.project,
    condition: task.run!.condition,
    seed: null,
    stages: made([task]),
  }));
  return { ...furtherListed(further, named), runs, stages: made(further.stages) };
}

function experimentListed(experiment: Experiment, named: string): Listed {
  return {
    ...listed('experiment', experiment, named),
    parts: runsOf(experiment).length,
    report: pageIfThere(experimentTask(experiment, 'report')),
  };
}

function overviewListed(overview: Overview, named: string): Listed {
  return {
    ...listed('overview', overview, named),
    parts: overview.experiments.length,
    report: pageIfThere(overviewTask(overview)),
  };
}

function furtherListed({ kind, file, report, parts }: FurtherWhole, named: string): Listed {
  return {
    ...listed(kind, file, named),
    parts: parts.length,
    report: pageIfThere(report),
  };
}

function listed(
  kind: Kind,
  { name, preset, title }: Pick<Experiment, 'name' | 'preset' | 'title'>,
  named: string,
): Omit<Listed, 'parts' | 'report'> {
  const variant = preset === undefined ? '' : preset === 'quick' ? ' --quick' : ` --preset ${preset}`;
  return {
    project: projectName({ name, preset }),
    kind,
    title,
    command: `vestige run ${named}${variant}`,
    mistake: null,
  };
}

/** Whether the outputs of tasks are there, by the names of their stages. */
function made(tasks: readonly StageTask[]): Record<string, boolean> {
  return Object.fromEntries(tasks.map(({ stage, directory }) => [stage.name, existsSync(directory)]));
}

function pageIfThere(report: StageTask): string | null {
  const page = pageOf(report);
  return existsSync(page) ? shortPath(page) : null;
}

function presetsIn(file: string): string[] {
  try {
    return presetsOf(file);
  } catch {
    // The mistake is told of the file as it stands.
    return [];
  }
}
