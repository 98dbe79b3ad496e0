import type { ImportedRow } from '@vestige/rollouts';
import { type SegmentAccount, Tally } from './account.ts';
import { decideRules } from './decide.ts';
import { type Complaints, draftsOf, type Placed, sampled, takeSample } from './draftsOf.ts';
import { formatOf } from './formats/index.ts';
import { RecordError } from './importError.ts';
import type { ImportOptions } from './options.ts';
import { decideParts } from './parts.ts';
import { WHOLE } from './reading/span.ts';
import { rowMaker } from './row.ts';
import { sampleOf } from './sampleOf.ts';
import type { SourceFile } from './sourceFile.ts';
import { stepIn } from './stepIn.ts';
import { isMarkedSomehow } from './thought/decide.ts';

/** A row of a segment, the columns of the parts of its reward included. */
export type SourceRow = ImportedRow & Record<string, unknown>;

/** A source file or a part of it, ready to be converted. */
export interface Source {
  /** Parts of the reward, each with a column. */
  readonly parts: readonly string[];
  /** Its rows in order, some at a time; it can be called once. */
  rows(): AsyncGenerator<SourceRow[]>;
  /** What became of it; complete after {@link rows}. */
  account(): SegmentAccount;
}

/**
 * Opens a source file or a part of it: decides by the first rollouts of the file how thoughts and answers stand in it, and
 * which parts the reward has.
 *
 * @throws {ImportError} if it cannot be read at all, or options do not fit it
 */
export async function openSource(file: SourceFile, options: ImportOptions, span = WHOLE): Promise<Source> {
  const rejected: { line: number; reason: string }[] = [];
  let notFinite = 0;
  const complaints: Complaints = {
    reject: (line, reason) => rejected.push({ line, reason }),
    notFinite: () => notFinite++,
  };
  const drafts = draftsOf(file, options, complaints, span);
  const isPart = span.to !== WHOLE.to;
  const first = isPart ? [] : await takeSample(drafts);
  const sample = isPart ? (await sampleOf(file, options)).drafts : sampled(first);
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
      return tally.account({
        path: file.path,
        trainer: file.trainer,
        thought: { name: thoughts.name, evidence: thoughts.evidence },
        answer: { name: answers.name, evidence: answers.evidence },
        parts,
        notFinite,
        marked,
        notes: rule.notes,
      });
    },
  };
}
