import {
  type Analysis,
  HARMFUL,
  HEEDED,
  kindestRemoval,
  LOAD_BEARING,
  UNHEEDED,
  VESTIGIAL,
} from '@vestige/analysis';
import { interventionWords } from '../interventionWords.ts';
import { ALL, coverage, fieldsOf, partName, partsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** One row a condition, and a kind of its prompts: the verdict, and the figures that decided it. */
export function verdictsTable(analysis: Analysis): Table {
  const rows = partsOf(analysis).map(({ condition, group, part }) => {
    const { rule, seeds, leftOut } = analysis.conditions[condition]!;
    const { estimates } = part;
    const removal = kindestRemoval(estimates);
    return {
      ...{ condition, group, part, removal, rule, seeds, leftOut },
      own: estimates.get({ quantity: 'accuracy', intervention: 'own' }),
      frozen: estimates.get({ quantity: 'accuracy', intervention: 'frozen' }),
      without: removal && estimates.get({ quantity: 'accuracy', intervention: removal }),
      reliance: estimates.get({ quantity: 'reliance', part: 'minimum' }),
      room: estimates.get({ quantity: 'reliance', part: 'room' }),
      cost: estimates.get({ quantity: 'cost', part: 'minimum' }),
      swap: estimates.get({ quantity: 'dependence', intervention: 'swap' }),
    };
  });
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
        ...interval('reliance_room'),
        ...['seeds_agree_on', 'seeds_agreeing', 'seeds_judged', 'agreement_low', 'agreement_high'],
        ...['follows', 'follows_reason'],
        ...interval('cost'),
        ...interval('dependence_swap'),
      ],
      rows: rows.map(({ part: { verdict, reason, follows, prompts, agreement }, ...row }) => [
        ...[row.condition, row.group, row.rule, verdict, reason],
        ...[row.seeds.join(' '), row.leftOut.join(' '), prompts],
        ...fieldsOf(row.own),
        ...fieldsOf(row.frozen),
        row.removal ?? null,
        ...fieldsOf(row.without),
        ...fieldsOf(row.reliance),
        ...fieldsOf(row.room),
        ...[agreement.verdict, agreement.count, agreement.of, agreement.low, agreement.high],
        ...[follows.followed, follows.reason],
        ...fieldsOf(row.cost),
        ...fieldsOf(row.swap),
      ]),
    },
    print: {
      caption: `Verdicts. Accuracy by the most probable answer after the policy's own chain of thought, the same under the removal of it that costs least (named), and reliance: the share of the accuracy above chance that this removal costs. A chain of thought is load-bearing if the interval of its reliance begins at ${percentOf(LOAD_BEARING)} or above; if it ends at ${percentOf(VESTIGIAL)} or below it is vestigial, or filler-token where only filler tokens in its place keep the accuracy; it is harmful if the removal gains more than ${percentOf(HARMFUL)} of what lies between guessing and perfect. Follows: what the answers, right or wrong, go with where reasoning and question disagree, as the reasoning of a prompt answered otherwise is put in its place: the reasoning from ${percentOf(HEEDED)} of them on, the question up to ${percentOf(UNHEEDED)}. Agree: seeds, each judged alone, that share the commonest verdict. Brackets: ${coverage(analysis)} intervals.`,
      columns: [
        { heading: 'Condition' },
        { heading: 'Verdict' },
        { heading: 'Follows' },
        { heading: 'Own' },
        { heading: 'Without' },
        { heading: 'Removal' },
        { heading: 'Reliance' },
        { heading: 'Agree', figures: true },
        { heading: 'Prompts a seed', figures: true },
      ],
      blocks: blocksOf(rows).map((block) =>
        block.map((row) => [
          partName(row),
          row.part.verdict,
          row.part.follows.followed,
          printed('accuracy', row.frozen),
          printed('accuracy', row.without),
          row.removal ? interventionWords({ intervention: row.removal }) : '\u2013',
          printed('reliance', row.reliance),
          `${row.part.agreement.count} of ${row.part.agreement.of}`,
          String(row.part.prompts),
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

function percentOf(share: number): string {
  return `${+(share * 100).toFixed(1)}%`;
}

/** The verdict of each seed alone. */
export function seedVerdictsTable(analysis: Analysis): Table {
  const rows = partsOf(analysis).flatMap(({ condition, group, part }) => {
    return Object.entries(part.bySeed).map(([seed, { verdict, reason, follows }]) => [
      condition,
      group,
      Number(seed),
      verdict,
      reason,
      follows.followed,
      follows.reason,
    ]);
  });
  return {
    name: 'verdicts-by-seed',
    data: { columns: ['condition', 'group', 'seed', 'verdict', 'reason', 'follows', 'follows_reason'], rows },
    print: {
      caption: 'The verdict of each seed alone, from its prompts.',
      columns: [
        { heading: 'Condition' },
        { heading: 'Seed', figures: true },
        { heading: 'Verdict' },
        { heading: 'Follows' },
      ],
      blocks: [
        rows.map(([condition, group, seed, verdict, , follows]) => [
          group === ALL ? `${condition}` : `${condition}, ${group}`,
          String(seed),
          String(verdict),
          String(follows),
        ]),
      ],
      long: true,
    },
  };
}
