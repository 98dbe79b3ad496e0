import type { Imported } from '@vestige/imported/options';
import { accountOf } from '../stages/shared/imported.ts';
import { counted } from '../terminal/layout.ts';

/** Records that could not be read, told one by one. */
const TOLD = 10;

/** What became of the files of a run, in lines. */
export function accountLines(imported: Imported, run: string): string[] {
  const { files, thought, answer, unreadable } = accountOf(imported, run);
  const sum = (of: (file: (typeof files)[number]) => number) =>
    files.reduce((all, file) => all + of(file), 0);
  const rows = sum((file) => file.rows);
  const boundaries = summed(files.map((file) => file.boundaries));
  const parts = [...new Set(files.flatMap((file) => file.parts))];
  const rejected = files.flatMap(({ path, rejected: { first } }) =>
    first.map(({ line, reason }) => `  ${path}:${line}: ${reason}`),
  );
  const lost = sum((file) => file.rejected.count);
  const leftOut = summed(files.map((file) => file.leftOut));
  const notFinite = sum((file) => file.notFinite);
  const notes = [
    ...Map.groupBy(
      files.flatMap((file) => file.notes),
      (note) => note,
    ),
  ].map(([note, { length }]) => [note, length] as const);
  const stepless = sum((file) => file.withoutStep);
  return [
    `${counted(rows, 'rollout')}`,
    `  thoughts: ${thought.name} (${thought.evidence})`,
    `  answers: ${answer.name} (${answer.evidence})`,
    `  where the thought ends: ${[...boundaries].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `  rewards: ${sum((file) => file.sums.reward?.count ?? 0)} of them have one${parts.length > 0 ? `; parts ${parts.join(', ')}` : ''}; advantages: ${sum((file) => file.sums.advantage?.count ?? 0)}`,
    ...(stepless > 0
      ? [`  ${stepless} have no step; --step N, or a field "step" of the run, gives them one`]
      : []),
    ...(leftOut.size > 0
      ? [`  not kept: ${[...leftOut].map(([name, count]) => `${name} of ${count}`).join(', ')}`]
      : []),
    ...(notFinite > 0
      ? [`  ${counted(notFinite, 'record')} held NaN or Infinity, which are taken as none`]
      : []),
    ...notes.slice(0, TOLD).map(([note, count]) => `  ${counted(count, 'file')}: ${note}`),
    ...(lost > 0 ? [`  ${counted(lost, 'record')} could not be read:`, ...rejected.slice(0, TOLD)] : []),
    ...unreadable.map((line) => `  ${line}`),
    ...(rejected.length > TOLD ? [`  ... ${lost - TOLD} more; all in account.json`] : []),
  ];
}

/** Counts of several files together, by name; names with none are left out. */
function summed(counts: readonly Readonly<Record<string, number>>[]): ReadonlyMap<string, number> {
  const all = new Map<string, number>();
  for (const [name, count] of counts.flatMap(Object.entries<number>)) {
    if (count > 0) all.set(name, (all.get(name) ?? 0) + count);
  }
  return all;
}
