import { type Analysis, kindestRemoval, LOAD_BEARING, VESTIGIAL } from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { type Agreement, byPromptsIn } from './fields.ts';
import { ALL, coverage, fieldsOf, partName, partsOf, printed } from './parts.ts';
import type { Field, Table } from './table.ts';

/** One row a condition, and a kind of its prompts: the verdict, and the figures that decided it. */
export function verdictsTable(analysis: Analysis): Table {
  const rows = partsOf(analysis).map((part) => {
    const { estimates, verdict, reason, prompts } = part.part;
    const removal = kindestRemoval(estimates);
    return {
      ...part,
      ...{ verdict, reason, prompts, removal },
      own: estimates['accuracy.own'],
      frozen: estimates['accuracy.frozen'],
      without: removal && estimates[`accuracy.${removal}`],
      reliance: estimates['reliance.minimum'],
      rule: analysis.conditions[part.condition]!.rule,
      agreement: byPromptsIn(part.part).agreement,
      leftOut: analysis.seeds.filter((seed) => !part.seeds.includes(seed)),
    };
  });
  const judged = rows.some(({ agreement }) => agreement !== undefined);
  const interval = (name: string) => [name, `${name}_low`, `${name}_high`];
  return {
    name: 'verdicts',
    data: {
      columns: [
        ...['condition', 'group', 'rule', 'verdict', 'reason', 'seeds', 'seeds_left_out', 'prompts_a_seed'],
        ...interval('accuracy_own'),
        ...interval('accuracy_frozen'),
        'kindest_removal',
        ...interval('accuracy_without'),
        ...interval('reliance'),
        ...(judged
          ? ['seeds_agree_on', 'seeds_agreeing', 'seeds_judged', ...interval('agreement').slice(1)]
          : []),
      ],
      rows: rows.map((row) => [
        ...[row.condition, row.group, row.rule, row.verdict, row.reason],
        ...[row.seeds.join(' '), row.leftOut.join(' '), row.prompts],
        ...fieldsOf(row.own),
        ...fieldsOf(row.frozen),
        row.removal ?? null,
        ...fieldsOf(row.without),
        ...fieldsOf(row.reliance),
        ...(judged ? agreementFields(row.agreement) : []),
      ]),
    },
    print: {
      caption: `Verdicts. Accuracy with the policy's own chain of thought, accuracy under the removal of it that costs least (named), and reliance: the share of the accuracy above chance that this removal costs. A chain of thought is vestigial if the interval of its reliance ends at ${percentOf(VESTIGIAL)} or below, load-bearing if it begins at ${percentOf(LOAD_BEARING)} or above. Brackets: ${coverage(analysis)} intervals.`,
      columns: [
        { heading: 'Condition' },
        { heading: 'Verdict' },
        { heading: 'Own' },
        { heading: 'Without' },
        { heading: 'Removal' },
        { heading: 'Reliance' },
        { heading: 'Seeds', figures: true },
        { heading: 'Prompts a seed', figures: true },
      ],
      blocks: blocksOf(rows).map((block) =>
        block.map((row) => [
          partName(row),
          row.verdict,
          printed('accuracy.own', row.own),
          printed('accuracy', row.without),
          row.removal ? interventionWords(row.removal) : '\u2013',
          printed('reliance.minimum', row.reliance),
          String(row.seeds.length),
          String(row.prompts),
        ]),
      ),
    },
  };
}

/** A block a condition, where one has several kinds of prompts; else one block. */
function blocksOf<T extends { readonly condition: string }>(rows: readonly T[]): (readonly T[])[] {
  const byCondition = [...Map.groupBy(rows, ({ condition }) => condition).values()];
  return byCondition.some(({ length }) => length > 1) ? byCondition : [rows];
}

function agreementFields(agreement: Agreement | null | undefined): Field[] {
  if (!agreement) return [null, null, null, null, null];
  const { verdict, count, of, low, high } = agreement;
  return [verdict, count, of, low, high];
}

function percentOf(share: number): string {
  return `${+(share * 100).toFixed(1)}%`;
}

/** The verdict of each seed alone, where the analysis has it, and how far seeds agree. */
export function seedVerdictsTable(analysis: Analysis): Table | undefined {
  const rows = partsOf(analysis).flatMap(({ condition, group, part }) => {
    const { bySeed = {} } = byPromptsIn(part);
    return Object.entries(bySeed).map(([seed, { verdict, reason }]) => [
      condition,
      group,
      Number(seed),
      verdict,
      reason,
    ]);
  });
  if (rows.length === 0) return undefined;
  return {
    name: 'verdicts-by-seed',
    data: { columns: ['condition', 'group', 'seed', 'verdict', 'reason'], rows },
    print: {
      caption: 'The verdict of each seed alone, from its prompts.',
      columns: [{ heading: 'Condition' }, { heading: 'Seed', figures: true }, { heading: 'Verdict' }],
      blocks: [
        rows.map(([condition, group, seed, verdict]) => [
          group === ALL ? `${condition}` : `${condition}, ${group}`,
          String(seed),
          String(verdict),
        ]),
      ],
      long: true,
    },
  };
}
