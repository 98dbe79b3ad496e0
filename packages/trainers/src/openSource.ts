import type { ImportedRow } from '@vestige/rollouts';
import { type SegmentAccount, Tally } from './account.ts';
import { decideRules } from './decide.ts';
import { draftsOf, type Placed, sampled, takeSample } from './draftsOf.ts';
import { formatOf } from './formats/index.ts';
import { RecordError } from './importError.ts';
import type { ImportOptions } from './options.ts';
import { decideParts } from './parts.ts';
import { rowMaker } from './row.ts';
import type { SourceFile } from './sourceFile.ts';
import { stepIn } from './stepIn.ts';
import { isMarkedSomehow } from './thought/decide.ts';

/** A row of a segment, the columns of the parts of its reward included. */
export type SourceRow = ImportedRow & Record<string, unknown>;

/** A source file, ready to be converted. */
export interface Source {
  /** Parts of the reward, each with a column. */
  readonly parts: readonly string[];
  /** Its rows in order, some at a time; it can be called once. */
  rows(): AsyncGenerator<SourceRow[]>;
  /** What became of the file; complete after {@link rows}. */
  account(): SegmentAccount;
}

/**
 * Opens a source file: decides by its first rollouts how thoughts and answers stand in it, and which parts the reward has.
 *
 * @throws {ImportError} if it cannot be read at all, or options do not fit it
 */
export async function openSource(file: SourceFile, options: ImportOptions): Promise<Source> {
  const rejected: { line: number; reason: string }[] = [];
  let notFinite = 0;
  const drafts = draftsOf(file, options, {
    reject: (line, reason) => rejected.push({ line, reason }),
    notFinite: () => notFinite++,
  });
  const first = await takeSample(drafts);
  const sample = sampled(first);
  const { thoughts, answers } = decideRules(options, sample, file.path);
  const rule = decideParts(sample, options.weights, file.path, formatOf(file.trainer).sum);
  const parts = rule.names;
  const tally = new Tally(['reward', ...parts.map((part) => `reward_${part}`), 'advantage']);
  const maker = rowMaker(thoughts, answers, parts, options.weights, tally.leftOut);
  const step = file.step ?? stepIn(file.path, options.step);
  const looksForMarks = options.thought === 'auto' && thoughts.name === 'unknown';
  let marked = 0;

  const convert = (placed: readonly Placed[]) => {
    const rows: SourceRow[] = [];
    for (const { draft, line } of placed) {
      try {
        rule.settle(draft);
        const row = maker.row(draft, line, step);
        if (looksForMarks && isMarkedSomehow(row.response)) marked++;
        tally.add(row);
        rows.push(row);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        rejected.push({ line, reason: error.message });
      }
    }
    for (const { line, reason } of rejected.splice(0)) tally.reject(line, reason);
    return rows;
  };
  return {
    parts,
    async *rows() {
      yield convert(first.splice(0));
      for await (const placed of drafts) yield convert(placed);
      convert([]);
    },
    account() {
      const notes = [
        ...(tally.rows === 0 ? ['it holds no rollouts'] : []),
        ...rule.notes,
        ...(marked > 0
          ? [
              `${marked} completions after the first ${sample.length} mark a thought: name the marks by thought`,
            ]
          : []),
      ];
      return tally.account({
        path: file.path,
        trainer: file.trainer,
        thought: { name: thoughts.name, evidence: thoughts.evidence },
        answer: { name: answers.name, evidence: answers.evidence },
        parts,
        notFinite,
        notes,
      });
    },
  };
}
