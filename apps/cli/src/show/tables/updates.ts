import type { UpdateRow } from '@vestige/rollouts';
import { decimal, facts, percent, table } from '../../terminal/layout.ts';
import type { TableView } from './view.ts';

interface Evaluation {
  readonly step: number;
  readonly own: number;
  readonly now: number | null;
}

interface UpdatesSummary {
  readonly first: UpdateRow;
  readonly last: UpdateRow;
  readonly evaluations: readonly Evaluation[];
  /** Most updates the run could take, if the file says so. */
  readonly mostSteps: number | null;
  /** Accuracy that counts as solved, if the file says so. */
  readonly solvedAt: number | null;
  readonly solved: boolean | null;
}

const FIGURES: readonly [label: string, tell: (row: UpdateRow) => string][] = [
  ['reward', ({ reward }) => decimal(reward)],
  ['accuracy', ({ accuracy }) => percent(accuracy)],
  ['well-formed', ({ well_formed }) => percent(well_formed)],
  ['CoT length', ({ cot_length }) => decimal(cot_length)],
  ['mentions', ({ mention }) => percent(mention)],
  ['true judgements', ({ truthful }) => (truthful === null ? '–' : percent(truthful))],
  ['of invented values', ({ invented }) => (invented === null ? '–' : percent(invented))],
  ['entropy', ({ entropy }) => decimal(entropy)],
  ['KL to the base', ({ kl }) => decimal(kl)],
];

/** `updates.arrow`, of `vestige train`. */
export const updates: TableView<UpdateRow, UpdatesSummary> = {
  title: 'reinforcement learning, one row an update',
  stage: 'train',
  summarize: (rows, configuration) => {
    const evaluations = rows.flatMap(({ step, evaluation_own: own, evaluation_now: now }) =>
      own === null ? [] : [{ step, own, now }],
    );
    const options = configuration.condition?.reinforcement;
    const solvedAt = numberOrNull(options?.solved);
    const lastOwn = evaluations.at(-1)?.own;
    return {
      first: rows[0]!,
      last: rows.at(-1)!,
      evaluations,
      mostSteps: numberOrNull(options?.steps),
      solvedAt,
      solved: solvedAt === null || lastOwn === undefined ? null : lastOwn >= solvedAt,
    };
  },
  tell: ({ first, last, evaluations, mostSteps, solvedAt, solved }) => {
    const ends = first.step === last.step ? [last] : [first, last];
    const heading = ['', ...ends.map(({ step }) => `step ${step}`)];
    const lines = table(
      [heading, ...FIGURES.map(([label, tell]) => [label, ...ends.map((row) => tell(row))])],
      'lr',
    );
    if (evaluations.length > 0) {
      const head = ['evaluated after step', 'own CoT', 'at once'];
      const rows = evaluations.map(({ step, own, now }) => [
        String(step),
        percent(own),
        now === null ? '–' : percent(now),
      ]);
      lines.push('', ...table([head, ...rows], 'r'));
    }
    const most = mostSteps === null ? '' : ` of at most ${mostSteps}`;
    const goal = solvedAt === null ? '' : ` (solved is ${percent(solvedAt)} with its own CoT)`;
    const outcome = solved === null ? '' : `: ${solved ? 'solved' : 'not solved'}${goal}`;
    return [...lines, '', ...facts([['ended', `after step ${last.step}${most}${outcome}`]])];
  },
  tellRows: (rows) =>
    table(
      [
        ['step', ...FIGURES.map(([label]) => label)],
        ...rows.map((row) => [String(row.step), ...FIGURES.map(([, tell]) => tell(row))]),
      ],
      'r',
    ),
};

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
