import * as Plot from '@observablehq/plot';
import {
  ANSWERS_FROM,
  type Analysis,
  type ByEstimator,
  type Estimate,
  headlineFirst,
  type Intervention,
  isReadapted,
  type Treatment,
} from '@vestige/analysis';
import { attributesOf } from '../attributes.ts';
import { interventionWords } from '../interventionWords.ts';
import { percent } from '../numbers.ts';
import { ACCENT, REFERENCE } from './colours.ts';
import type { Figure } from './figure.ts';
import { KEY, type KeyEntry, type MarkKind, meanMarks, seedMarks } from './marks.ts';
import { labelMargin, panel } from './plot.ts';

/** Treatments without a type of phrase: prompts on which there was none to touch. */
const UNTOUCHED: readonly Intervention[] = ['drop', 'resample', 'mistake'];

/** Which interventions a figure has rows for: those that are shown first, or all others. */
export type Rows = 'headline' | 'others';

const OTHERS = 'The interventions that are not shown first. ';

/** A mark and interval an intervention, one panel a condition: the picture that carries the verdict. */
export function batteryFigure(analysis: Analysis, rows: Rows = 'headline'): Figure | undefined {
  return dots(analysis, rows, 'accuracy', {
    name: 'battery',
    title: 'Accuracy with its reasoning, and without',
    caption:
      'Share of right answers after each intervention on the chain of thought. One scoring: the most probable of the possible answers is right; the policy as sampled stands apart, there an answer has to be written, too. The verdict rests on the removals: answer at once, left empty, filler words. Answers in: probability of all possible answers together, of the policy as sampled the share of well-formed answers; where it is below 50%, the policy does not answer, and accuracy says what it would, had it to. Faint line: own reasoning, most probable answer.',
  });
}

/** The same for the share of answers that stay as they were. */
export function unchangedFigure(analysis: Analysis, rows: Rows = 'headline'): Figure | undefined {
  return dots(analysis, rows, 'unchanged', {
    name: 'unchanged',
    title: 'Answers that stay the same',
    caption: `Share of most probable answers equal to the most probable answer after its own reasoning. Swapped: the reasoning of another prompt that was answered otherwise; prompt flipped: ${attributesOf(analysis).flips} is changed and the reasoning kept. An answer that follows the reasoning is unchanged in 0% of swaps and 100% of flips. Answers in: probability of all possible answers together; where it is below 50%, the policy does not answer.`,
  });
}

interface Row {
  readonly treatment: Treatment;
  readonly label: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly kind: MarkKind;
  readonly colour: string;
  /** Probability of all answers together; undefined if it was not measured. */
  readonly mass: number | undefined;
}

/** Room to the right of a panel for the column of masses, pixels. */
const MASS = 62;
/** What sets the policy as sampled apart: a row without anything. */
const APART = '\u00a0';

function dots(
  analysis: Analysis,
  which: Rows,
  quantity: 'accuracy' | 'unchanged',
  { name, title, caption }: Pick<Figure, 'name' | 'title' | 'caption'>,
): Figure | undefined {
  const conditions = Object.entries(analysis.conditions).map(([condition, one]) => ({ condition, ...one }));
  const measured = analysis.interventions.filter(
    (treatment) =>
      !isUntouched(treatment) &&
      !isReadapted(treatment.intervention) &&
      conditions.some(({ estimates }) => estimates.get({ quantity, ...treatment })),
  );
  const treatments = headlineFirst(measured)[which];
  if (treatments.length === 0) return undefined;
  const apart = treatments[0]!.intervention === 'own' && treatments.length > 1;
  const labels = treatments.map(interventionWords).toSpliced(1, 0, ...(apart ? [APART] : []));
  const drawn: Row[] = [];
  const panels = conditions.map(({ condition, estimates, seeds, chance = analysis.chance }) => {
    const rows = treatments.flatMap((treatment): Row[] => {
      const estimate = estimates.get({ quantity, ...treatment });
      return estimate ? [{ ...rowOf(treatment, massUnder(estimates, treatment)), ...estimate }] : [];
    });
    drawn.push(...rows);
    const bySeed = rows.flatMap((row) =>
      seedPoints(estimates.get({ quantity, ...row.treatment })!, seeds).map((value) => ({
        label: row.label,
        value,
      })),
    );
    const frozen = quantity === 'accuracy' ? estimates.get({ quantity, intervention: 'frozen' }) : undefined;
    const told = rows.map((row) => `${row.label} ${percent(row.mean)}${inWords(row)}`).join(', ');
    return panel(condition, `${condition}: ${told}`, {
      height: 64 + 24 * labels.length,
      marginTop: 24,
      marginLeft: labelMargin(labels),
      marginRight: MASS,
      marginBottom: 32,
      x: {
        domain: [0, 1],
        percent: false,
        tickFormat: (x: number) => `${x * 100}%`,
        ticks: [0, 0.5, 1],
        label: null,
      },
      y: { domain: labels, label: null, tickSize: 0, type: 'point', padding: 0.6 },
      marks: [
        Plot.gridX({ ticks: [0, 0.25, 0.5, 0.75, 1], stroke: 'currentColor', strokeOpacity: 0.14 }),
        ...(quantity === 'accuracy'
          ? [
              Plot.ruleX([chance], {
                stroke: 'currentColor',
                strokeDasharray: '4,3',
                strokeOpacity: 0.8,
              }),
              Plot.ruleX(frozen ? [frozen.mean] : [], { stroke: ACCENT, strokeOpacity: 0.45 }),
            ]
          : []),
        seedMarks(bySeed, 'label'),
        ...meanMarks(rows, 'label'),
        Plot.text(['answers in'], {
          ...{ frameAnchor: 'top-right', textAnchor: 'end', dx: MASS - 4, dy: -16, fillOpacity: 0.75 },
          fontSize: 10.5,
        }),
        Plot.text(
          rows.filter(({ mass }) => mass !== undefined),
          {
            ...{ frameAnchor: 'right', textAnchor: 'end', y: 'label', dx: MASS - 4, fontSize: 10.5 },
            text: ({ mass }: Row) => massWords(mass!),
            fillOpacity: ({ kind }: Row) => (kind === 'silent' ? 1 : 0.75),
            fontWeight: 400,
          },
        ),
      ],
    });
  });
  return {
    name: which === 'headline' ? name : `${name}-others`,
    title: which === 'headline' ? title : `${title}: all other interventions`,
    caption: which === 'headline' ? caption : OTHERS + caption,
    panels,
    columns: 3,
    key: keyOf(drawn, quantity, analysis.seeds.length > 1),
  };
}

function isUntouched({ intervention, unit }: Treatment): boolean {
  return unit === undefined && UNTOUCHED.includes(intervention);
}

/** Probability of all answers together; as sampled, whether one was written. */
function massUnder(estimates: ByEstimator<Estimate>, treatment: Treatment): number | undefined {
  const sampled = treatment.intervention === 'own';
  return estimates.get(
    sampled ? { quantity: 'rate', part: 'wellformed' } : { quantity: 'mass', ...treatment },
  )?.mean;
}

function rowOf(
  treatment: Treatment,
  mass: number | undefined,
): Pick<Row, 'treatment' | 'label' | 'kind' | 'colour' | 'mass'> {
  const { intervention } = treatment;
  const label = interventionWords(treatment);
  const colour = intervention === 'own' ? REFERENCE : ACCENT;
  if (intervention === 'own' || intervention === 'frozen') {
    return { treatment, label, colour, mass, kind: 'own' };
  }
  return {
    treatment,
    label,
    colour,
    mass,
    kind: mass !== undefined && mass < ANSWERS_FROM ? 'silent' : 'changed',
  };
}

function seedPoints({ bySeed }: Estimate, seeds: readonly number[]): number[] {
  return seeds.length > 1 ? seeds.flatMap((seed) => bySeed[seed] ?? []) : [];
}

function inWords({ kind, mass }: Row): string {
  if (mass === undefined) return '';
  return kind === 'silent' ? `, does not answer (${massWords(mass)} on answers)` : '';
}

/** A probability of all answers together: 100% of all only. */
export function massWords(mass: number): string {
  return `${mass >= 0.995 ? Math.round(100 * mass) : Math.floor(100 * mass)}%`;
}

/** The marks that a figure has. */
function keyOf(rows: readonly Row[], quantity: 'accuracy' | 'unchanged', seeds: boolean): KeyEntry[] {
  const has = (kind: MarkKind) => rows.some((row) => row.kind === kind);
  return [
    ...(rows.some(({ treatment }) => treatment.intervention === 'own') ? [KEY.sampled] : []),
    ...(rows.some(({ treatment }) => treatment.intervention === 'frozen') ? [KEY.own] : []),
    ...(has('changed') ? [KEY.changed] : []),
    ...(has('silent') ? [KEY.silent] : []),
    ...(seeds ? [KEY.seeds] : []),
    ...(quantity === 'accuracy' ? [KEY.guessing] : []),
  ];
}
