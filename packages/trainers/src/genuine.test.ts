import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Imported, imported } from './testing/imported.ts';

/** What a tool's own reader finds of a rollout. */
interface Rollout {
  /** All that came as one text. */
  readonly completion: string;
  /** The thought that came in a field of its own. */
  readonly reasoning?: string | null;
  readonly parts: Readonly<Record<string, number | null>>;
  readonly extra?: object;
  readonly ids?: readonly number[];
  readonly log_probs?: readonly number[];
  /** The columns of the same names. */
  readonly [column: string]: unknown;
}

interface Source {
  readonly source: string;
  readonly trainer: string;
  readonly kind: string;
  /** With which it is imported. */
  readonly options: object;
  /** Rollouts in order, by file. */
  readonly files: Readonly<Record<string, readonly Rollout[]>>;
}

// The check of other people's tools writes files anew, and names their folder.
const folder = process.env.VESTIGE_GENUINE ?? join(import.meta.dirname, 'testing/genuine');
const { sources }: { sources: Source[] } = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));

// Older versions of a tool may be missing where files are written anew.
test('every tool has written', () => {
  expect(sources.map(({ source }) => source)).toEqual(
    expect.arrayContaining(['trl/text', 'trl/messages', 'inspect', 'verifiers/traces']),
  );
});

test.each(sources)(
  '$source: what the tools wrote is what they read',
  async ({ source, trainer, kind, options, files }) => {
    const { recognised, accounts, rows } = await imported(join(folder, source), options);
    expect(recognised.trainer).toBe(trainer);
    expect(new Set(recognised.files.map((file) => file.kind))).toEqual(new Set([kind]));
    expect(recognised.files.map(({ path }) => path)).toEqual(Object.keys(files));
    expect(accounts.map(({ path, rows: count, rejected }) => [path, count, rejected.count])).toEqual(
      Object.entries(files).map(([path, { length }]) => [path, length, 0]),
    );
    const read = Object.values(files).flatMap((rollouts) =>
      rollouts.map((rollout, i) => ({ rollout, line: i + 1 })),
    );
    for (const [i, { rollout, line }] of read.entries()) {
      const { completion, reasoning = null, parts, extra, ids, log_probs: logProbs, ...columns } = rollout;
      const row = rows[i]!;
      expect(row).toMatchObject({ ...columns, line });
      expect(textsOf(row)).toEqual({ completion, reasoning });
      for (const [part, value] of Object.entries(parts)) expect(row[`reward_${part}`], part).toBe(value);
      if (extra) expect(JSON.parse(row.extra!)).toEqual(extra);
      if (ids) expect(Array.from(row.ids!)).toEqual(ids);
      if (logProbs) expect(Array.from(row.log_probs!)).toEqual(logProbs.map(Math.fround));
    }
  },
);

function textsOf({ boundary, opening, thought, closing, response }: Imported['rows'][number]) {
  if (boundary === 'field') return { completion: response, reasoning: thought };
  return { completion: [opening, thought, closing, response].join(''), reasoning: null };
}
