import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  criticalSeconds,
  excerptOf,
  type JobArray,
  type Needs,
  type Plan,
  type SubmissionRecord,
  submissionPaths,
  type TaskStatus,
} from '@vestige/cluster';
import { pageOf } from '@vestige/experiment';
import { asTypedHere } from '../terminal/asTypedHere.ts';
import { bold, bytes, counted, section, table } from '../terminal/layout.ts';
import { shellWords } from '../terminal/shellWords.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { fromRoot } from '../workspace.ts';
import { duration } from './duration.ts';
import type { SubmittedToKubernetes } from './kubernetes/submit.ts';
import type { SubmissionStatus } from './status.ts';
import type { Submitted } from './submit.ts';
import type { Pipeline } from './whole.ts';

/** As many tasks of a state are told one by one. */
const MOST_TOLD = 10;

/** What was queued, or would be. */
export function tellSubmitted(pipeline: Pipeline, { plan, arrays, queued, commands }: Submitted): string[] {
  if (plan.jobs.length === 0) return allDone(pipeline, plan);
  return [
    heading(pipeline, plan, counted(arrays.length, 'array')),
    '',
    ...table(
      [['array', 'jobs', 'memory', 'cores', 'GPUs', 'longest', 'waits for'], ...arrays.map(arrayRow)],
      'lrrrrrl',
    ),
    ...(queued === null
      ? section('Would be queued by', commands)
      : [
          '',
          `Queued as ${queued.id}; snapshot and logs: ${shortPath(queued.directory)}`,
          ...follow(pipeline).map((line) => `  ${line}`),
        ]),
  ];
}

/** What was made in a cluster of Kubernetes, or would be. */
export function tellSubmittedToKubernetes(
  pipeline: Pipeline,
  { plan, groups, queued }: SubmittedToKubernetes,
): string[] {
  if (plan.jobs.length === 0) return allDone(pipeline, plan);
  const rows = groups.map(({ name, tasks, needs, after }) => [
    ...needsRow(name, tasks.length, needs),
    after.join(', '),
  ]);
  return [
    heading(pipeline, plan, counted(groups.length, 'Indexed Job')),
    '',
    ...table(
      [['Job', 'tasks', 'memory', 'cores', 'GPUs', 'longest', 'waits for all of'], ...rows],
      'lrrrrrl',
    ),
    ...(queued === null
      ? []
      : ['', `Made in the cluster as ${queued.id}`, ...follow(pipeline).map((line) => `  ${line}`)]),
  ];
}

function allDone(pipeline: Pipeline, { done }: Plan): string[] {
  return [
    `${bold(pipeline.report.project)}: all ${counted(done.length, 'task')} are done`,
    '',
    reportLine(pipeline),
  ];
}

function heading({ report }: Pipeline, plan: Plan, where: string): string {
  const { done, jobs } = plan;
  return `${bold(report.project)}: ${counted(done.length + jobs.length, 'task')}, ${done.length} done already, ${counted(jobs.length, 'job')} in ${where}${timeOf(plan)}`;
}

function arrayRow({ name, tasks, needs, after }: JobArray): string[] {
  return [...needsRow(name, tasks.size, needs), waitsFor(after)];
}

function needsRow(name: string, count: number, needs: Needs): string[] {
  return [
    name,
    String(count),
    needs.memory === null ? '' : bytes(needs.memory),
    String(needs.cores),
    needs.gpus === 0 ? '' : String(needs.gpus),
    needs.seconds === null ? '' : `~${duration(needs.seconds)}`,
  ];
}

function waitsFor(after: JobArray['after']): string {
  if (after.kind === 'aftercorr') return `${after.array}, each for its own`;
  return after.elements.map(({ array, index }) => (index === null ? array : `${array}[${index}]`)).join(', ');
}

function timeOf(plan: Plan): string {
  const critical = criticalSeconds(plan);
  if (critical === null) return '';
  const all = plan.jobs.reduce((sum, { needs }) => sum + (needs.seconds ?? 0), 0);
  return `; by rough estimate ${duration(all)} of one core, ${duration(critical)} at the least`;
}

/** Commands on what was submitted. */
function follow(pipeline: Pipeline): string[] {
  return ['status', 'cancel'].map((command) => commandOn(pipeline, command));
}

function commandOn({ report: { whole } }: Pipeline, command: string): string {
  const variant =
    whole.preset === undefined ? [] : whole.preset === 'quick' ? ['--quick'] : ['--preset', whole.preset];
  return asTypedHere(shellWords(['vestige', command, whole.name, ...variant]));
}

/** How it stands with a submission. */
export function tellStatus(
  pipeline: Pipeline,
  { record, directory, tasks, over }: SubmissionStatus,
): string[] {
  const done = tasks.filter(({ state }) => state === 'done').length;
  const is = over ? (done === tasks.length ? '' : '; nothing is queued any more') : '';
  return [
    `${bold(record.project)}, submitted as ${record.id}: ${done} of ${counted(tasks.length, 'task')} done${is}`,
    '',
    ...table([['stage', ...COLUMNS], ...byStage(tasks).map(stageRow)], 'lr'),
    ...section('Runs', listedTasks(tasks, 'runs', whereOf)),
    ...section('Failed', failures(tasks, 'failed', directory)),
    ...section('Lost', failures(tasks, 'lost', directory)),
    ...section(
      'Cancelled',
      listedTasks(tasks, 'cancelled', ({ reason }) => reason ?? ''),
    ),
    '',
    ...(done === tasks.length
      ? [finishedLine(pipeline, record.scheduler, submissionPaths(directory).made)]
      : over
        ? [`What is left is queued by \`${asTypedHere('vestige submit')}\`, typed again.`]
        : []),
  ];
}

const COLUMNS = ['done', 'runs', 'waits', 'failed', 'cancelled', 'lost'] as const;

function byStage(tasks: readonly TaskStatus[]): TaskStatus[][] {
  return [...Map.groupBy(tasks, ({ stage }) => stage).values()];
}

function stageRow(tasks: readonly TaskStatus[]): string[] {
  return [
    tasks[0]!.stage,
    ...COLUMNS.map((column) => {
      const count = tasks.filter(({ state }) => state === column).length;
      return count === 0 ? '' : String(count);
    }),
  ];
}

function listedTasks(
  tasks: readonly TaskStatus[],
  state: TaskStatus['state'],
  say: (task: TaskStatus) => string,
): string[] {
  const found = tasks.filter((one) => one.state === state);
  const more = found.length - MOST_TOLD;
  return [
    ...found.slice(0, MOST_TOLD).map((one) => `  ${one.task}${say(one) === '' ? '' : `: ${say(one)}`}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function whereOf({ node, attempts }: TaskStatus): string {
  const again = attempts > 1 ? `, for the ${attempts}. time` : '';
  return `${node === null ? '' : `on ${node}`}${again}`;
}

function failures(tasks: readonly TaskStatus[], state: TaskStatus['state'], directory: string): string[] {
  const found = tasks.filter((one) => one.state === state);
  const more = found.length - MOST_TOLD;
  return [
    ...found.slice(0, MOST_TOLD).flatMap((one) => {
      const log =
        one.place && join(submissionPaths(directory).logs, `${one.place.array}.${one.place.index}.log`);
      return [
        `  ${one.task}${one.node === null ? '' : ` on ${one.node}`}: ${one.reason ?? 'it does not say why'}`,
        ...(log === null ? [] : excerptOf(log).map((line) => `    | ${line}`)),
        ...(log === null ? [] : [`    ${shortPath(log)}`]),
      ];
    }),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

/** Where the report is; pods leave it in the cache. */
function finishedLine(pipeline: Pipeline, scheduler: SubmissionRecord['scheduler'], made: string): string {
  if (scheduler === 'slurm') return reportLine(pipeline, made);
  return `The report is in the cache; \`${commandOn(pipeline, 'run')}\` brings it here.`;
}

/** @param made where results lie that could not be brought into the workspace */
function reportLine({ report }: Pipeline, made?: string): string {
  const page = pageOf(report);
  const beside = made && join(made, fromRoot(page));
  if (beside !== undefined && existsSync(beside)) {
    return `Report: ${shortPath(beside)} (not in the workspace: its file is not what was submitted any more)`;
  }
  return `Report: ${shortPath(page)}`;
}
