import type { ImportedRow } from '@vestige/rollouts';
import { bold, decimal, facts, percent } from '../../terminal/layout.ts';
import { mean, type TableView } from './view.ts';

interface ImportedSummary {
  readonly problems: number;
  /** First and last; null where the files do not say. */
  readonly steps: readonly [number, number] | null;
  /** Share of rollouts by how it is known where their thought ends. */
  readonly boundaries: Readonly<Record<string, number>>;
  readonly reward: number | null;
  readonly answered: number;
}

/** Tables of `vestige convert`. */
export const imported: TableView<ImportedRow & { step: number }, ImportedSummary> = {
  title: 'rollouts that a trainer left behind, one row each',
  stage: 'convert',
  summarize: (rows) => {
    const steps = rows.map(({ step }) => step).filter((step: number | null) => step !== null);
    const rewards = rows.map(({ reward }) => reward).filter((reward) => reward !== null);
    const counts = Map.groupBy(rows, ({ boundary }) => boundary);
    return {
      problems: new Set(rows.map(({ problem }) => problem)).size,
      steps: steps.length === 0 ? null : [Math.min(...steps), Math.max(...steps)],
      boundaries: Object.fromEntries([...counts].map(([name, of]) => [name, of.length / rows.length])),
      reward: rewards.length === 0 ? null : mean(rewards),
      answered: mean(rows.map(({ answer }) => Number(answer !== null))),
    };
  },
  tell: ({ problems, steps, boundaries, reward, answered }) =>
    facts([
      ['problems', String(problems)],
      ['steps', steps === null ? 'the files do not say' : `${steps[0]} to ${steps[1]}`],
      ['reward', reward === null ? 'none' : `${decimal(reward)} on average`],
      ['answers found', percent(answered)],
      ...Object.entries(boundaries).map(
        ([name, share]) => [`thought ${name}`, percent(share)] as [string, string],
      ),
    ]),
  tellRows: (rows) =>
    rows.flatMap(({ line, step, question, thought, response, answer, label, reward }) => [
      bold(`line ${line}${step === null ? '' : `, step ${step}`}`),
      ...facts([
        ['question', question],
        ['thought', thought ?? '–'],
        ['response', response],
        ['answer', `${answer ?? '–'} (right: ${label ?? 'unknown'})`],
        ['reward', reward === null ? '–' : String(reward)],
      ]),
      '',
    ]),
};
