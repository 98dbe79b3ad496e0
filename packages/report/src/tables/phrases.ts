import type { Analysis } from '@vestige/analysis';
import { coverage, fieldsOf, partName, partsOf, printed } from './parts.ts';
import type { Table } from './table.ts';

/** Verdicts of types of phrases; undefined if none was dropped. */
export function phrasesTable(analysis: Analysis): Table | undefined {
  const blocks = partsOf(analysis).map((part) =>
    Object.entries(part.part.phrases).map(([type, phrase]) => {
      return { ...part, type, phrase, needs: part.part.estimates.get({ quantity: 'needs', unit: type }) };
    }),
  );
  if (blocks.flat().length === 0) return undefined;
  return {
    name: 'phrases',
    data: {
      columns: [
        ...['condition', 'group', 'phrase', 'verdict', 'reason', 'prompts'],
        ...['needs', 'needs_low', 'needs_high'],
      ],
      rows: blocks
        .flat()
        .map(({ condition, group, type, phrase, needs }) => [
          ...[condition, group, type, phrase.verdict, phrase.reason, phrase.prompts],
          ...fieldsOf(needs),
        ]),
    },
    print: {
      caption: `Types of phrases of the chain of thought: whether the answer needs them. Cost: the share of the accuracy above chance that is lost without one phrase of the type, or under a removal of the whole if that costs less, with its ${coverage(analysis)} interval. Prompts: those on which one was dropped.`,
      columns: [
        { heading: 'Condition' },
        { heading: 'Phrase' },
        { heading: 'Verdict' },
        { heading: 'Cost' },
        { heading: 'Prompts', figures: true },
      ],
      blocks: blocks.map((rows) =>
        rows.map((row) => [
          ...[partName(row), row.type, row.phrase.verdict, printed('needs', row.needs)],
          String(row.phrase.prompts),
        ]),
      ),
      long: true,
    },
  };
}
