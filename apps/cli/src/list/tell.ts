import { STAGE_NAMES } from '@vestige/experiment';
import { asTypedHere } from '../terminal/asTypedHere.ts';
import { bold, counted, inColumns, section, table } from '../terminal/layout.ts';
import type { Listed, ListedRun, ListedWhole } from './list.ts';

const PARTS: Readonly<Record<Listed['kind'], string>> = {
  experiment: 'run',
  overview: 'experiment',
  calibration: 'planted policy',
  imported: 'run',
};

/** Stages of a run, or of a planted policy, or of an imported run. */
const STAGE_ORDER: readonly string[] = [...STAGE_NAMES, 'simulate', 'convert'];

/** Everything there is to run, a line each. */
export function tellAll(all: readonly Listed[]): string[] {
  const rows = all.map(({ project, kind, parts, report, command, mistake }) => [
    project,
    kind,
    mistake === null ? inWords(kind, parts) : '–',
    report === null ? 'not yet' : 'made',
    mistake ?? asTypedHere(command),
  ]);
  return [
    ...table([['Nx project', 'kind', 'holds', 'report', 'run it with'], ...rows], 'l'),
    '',
    `The runs of one: ${asTypedHere('vestige list NAME [--quick]')}`,
  ];
}

/** One with its runs, what is there of each, and how to run and to see it. */
export function tellOne(one: ListedWhole): string[] {
  const { project, kind, title, parts, runs, stages, report, command } = one;
  const columns = STAGE_ORDER.filter((stage) => runs.some((run) => stage in run.stages));
  const swept = runs.some(({ seed }) => seed !== null);
  const row = ({ condition, seed, project, stages }: ListedRun) => [
    ...(columns.length > 0 ? [condition] : []),
    ...(swept ? [String(seed)] : []),
    project,
    ...columns.map((stage) => mark(stages[stage])),
  ];
  const what = kind === 'calibration' ? 'policy' : kind === 'imported' ? 'run' : 'condition';
  const heading = [
    ...(columns.length > 0 ? [what] : []),
    ...(swept ? ['seed'] : []),
    'Nx project',
    ...columns,
  ];
  const own = Object.entries(stages).map(([stage, there]) => `${stage} ${there ? 'made' : 'not yet'}`);
  const [part] = runs;
  const [stage] = Object.keys(part?.stages ?? {});
  return [
    `${bold(project)}: ${title}`,
    `  ${kind} of ${inWords(kind, parts)}; ${own.join(', ')}${report === null ? '' : ` (${report})`}`,
    '',
    ...table([heading, ...runs.map(row)], swept ? `lr${'l'.repeat(columns.length + 1)}` : 'l'),
    ...section(
      'Commands',
      inColumns(
        [
          ['  run it', asTypedHere(command)],
          ['  the same, by Nx', `npx nx run ${project}:report`],
          ...(part && stage ? [['  one stage', `npx nx ${stage} ${part.project}`]] : []),
          ['  see its tasks', `npx nx run ${project}:report --graph`],
          ['  its Nx projects', `npx nx show projects --projects 'tag:pipeline:${project}'`],
        ],
        'l',
      ),
    ),
  ];
}

function inWords(kind: Listed['kind'], parts: number): string {
  return counted(parts, PARTS[kind]).replace(/ys$/, 'ies');
}

function mark(there: boolean | undefined): string {
  return there === undefined ? '' : there ? 'made' : '–';
}
