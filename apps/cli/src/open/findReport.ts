import { existsSync, globSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Experiment, experimentTask, overviewTask, pageOf, type StageTask } from '@vestige/experiment';
import type { Imported } from '@vestige/imported/options';
import { expectStages, readChecked } from '@vestige/manifest';
import { UsageError } from '../failure.ts';
import { furtherWholeOf } from '../furtherWholes.ts';
import { whatMakes } from '../needs/expect.ts';
import { typedTask } from '../needs/typedTask.ts';
import { overviewOrExperimentOf, presetOf } from '../options.ts';
import { expectedFolder } from '../stages/shared/expected.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS } from '../workspace.ts';

/** Names of pages, each the one of a kind of report. */
const PAGES = ['report.html', 'overview.html', 'calibration.html', 'rollouts.html'];

/** The page of a report. */
export interface FoundReport {
  /** Absolute path. */
  readonly page: string;
  /** Whose report it is, where an experiment was named: then it is the one that its file describes. */
  readonly experiment: Experiment | undefined;
  /** The same of imported runs. */
  readonly imported: Imported | undefined;
}

interface ReportArguments {
  readonly name: string | undefined;
  readonly preset: string | undefined;
  readonly quick: boolean | undefined;
}

/**
 * The page of the report that the arguments name: by the name of what it reports, or by its own path or that
 * of its folder; without a name, the page of the workspace that was made last.
 *
 * @throws {UsageError} if there is none
 */
export function findReport({ name, preset, quick }: ReportArguments): FoundReport {
  const variant = presetOf({ preset, quick });
  const page = name === undefined ? newest(variant) : pageAt(name);
  if (page === undefined) {
    const { report, experiment, imported } = reportNamed(name!, variant);
    return { page: made(report, name!), experiment, imported };
  }
  readChecked(page);
  if (name !== undefined && variant !== undefined) {
    throw new UsageError(
      `${name} is a report, which has no presets; leave out ${quick ? '--quick' : `--preset ${preset}`}`,
    );
  }
  return { page: resolve(page), experiment: undefined, imported: undefined };
}

/** The page that a path stands for; undefined if it may be the name of an experiment. */
function pageAt(path: string): string | undefined {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory()) {
    const inIt = readdirSync(path);
    const page = PAGES.find((file) => inIt.includes(file));
    return page && join(path, page);
  }
  if (entry && path.endsWith('.html')) return path;
  if (path.endsWith('.html'))
    throw new UsageError(`${path}: no such file; expected a page such as report.html`);
  if (entry && !path.endsWith('.json')) {
    throw new UsageError(`${path}: not a page; expected a report.html, or the folder that holds it`);
  }
  return undefined;
}

/** The report of what a name stands for. */
function reportNamed(
  name: string,
  preset: string | undefined,
): { readonly report: StageTask; readonly experiment?: Experiment; readonly imported?: Imported } {
  const args = { experiment: name, preset, quick: undefined, backend: undefined };
  const further = furtherWholeOf(args);
  if (further?.kind === 'imported') return { report: further.report, imported: further.file };
  if (further) return { report: further.report };
  const { overview, experiment } = overviewOrExperimentOf(args);
  return overview
    ? { report: overviewTask(overview) }
    : { report: experimentTask(experiment, 'report'), experiment };
}

/** The page of a report, which was made as its files stand. */
function made(report: StageTask, named: string): string {
  const page = pageOf(report);
  if (existsSync(page)) {
    expectStages([expectedFolder(report)]);
    readChecked(page);
    return resolve(page);
  }
  const { preset } = report.whole;
  const runs = join(dirname(dirname(page)), preset ? '..' : '.');
  const [other] = globSync(`${preset ? '' : '*/'}report/${basename(page)}`, { cwd: runs });
  const instead = other ? `; there is ${shortPath(join(runs, other))}` : '';
  const remedy = whatMakes(typedTask(report, { named }));
  throw new UsageError(`${shortPath(page)}: not made yet; ${remedy}${instead}`);
}

/** The page of the workspace that was made last. */
export function newest(preset: string | undefined, experiments = EXPERIMENTS): string {
  const pages = globSync('*/runs/{,*/}report/*.html', { cwd: experiments }).map((page) =>
    join(experiments, page),
  );
  const ofPreset = pages.filter((page) => preset === undefined || presetFolder(page) === preset);
  const [latest] = ofPreset.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  if (latest !== undefined) return latest;
  throw new UsageError('no report has been made here yet; `vestige run loan --quick` makes one');
}

/** Name of the folder between `runs` and `report`; `runs` where there is none. */
const presetFolder = (page: string) => basename(dirname(dirname(page)));
