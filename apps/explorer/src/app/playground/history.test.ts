import { expect, test } from 'vitest';
import { type Action, advance, begin, type Edit, type History } from './history.ts';

const own = { question: 'income1', thought: 'good up' };
const edit = (by: string, thought: string, typed = false): Edit => ({
  question: own.question,
  thought,
  by,
  own,
  typed,
});
const start = begin(edit('unedited', own.thought));
const after = (...actions: readonly Action[]) => actions.reduce<History>(advance, start);
const make = (by: string, thought: string, typed = false): Action => ({
  do: 'edit',
  edit: edit(by, thought, typed),
});

test('edits are taken back and made again; an edit in between forgets what was taken back', () => {
  const two = after(make('empty', ''), make('shuffle', 'up good'));
  expect(two.present.by).toBe('shuffle');
  const back = advance(advance(two, { do: 'undo' }), { do: 'undo' });
  expect(back.present).toBe(start.present);
  expect(advance(back, { do: 'undo' })).toBe(back);
  const again = advance(back, { do: 'redo' });
  expect(again.present.by).toBe('empty');
  expect(advance(again, { do: 'redo' }).present).toBe(two.present);
  const other = advance(again, make('drop', 'good'));
  expect(advance(other, { do: 'redo' })).toBe(other);
});

test('what is typed in one go is one edit', () => {
  const typed = after(
    make('typed', 'good', true),
    make('typed', 'good so', true),
    make('typed', 'good so hmm', true),
  );
  expect(typed.past).toHaveLength(1);
  expect(typed.tried.map(({ by, thought }) => [by, thought])).toEqual([
    ['typed', 'good so hmm'],
    ['unedited', own.thought],
  ]);
  expect(advance(typed, { do: 'undo' }).present.by).toBe('unedited');
});

test('what was tried is kept once each, the latest eight, and returned to without a change of order', () => {
  const many = after(
    ...Array.from({ length: 10 }, (_, i) => make(`edit ${i}`, `income${i}`)),
    make('edit 4 again', 'income4'),
  );
  expect(many.tried.map(({ thought }) => thought)).toEqual([4, 9, 8, 7, 6, 5, 3, 2].map((i) => `income${i}`));
  const returned = advance(many, { do: 'return', edit: many.tried[3]! });
  expect(returned.present.thought).toBe('income7');
  expect(returned.tried).toBe(many.tried);
  expect(advance(returned, { do: 'undo' }).present.by).toBe('edit 4 again');
});

test('another environment begins anew', () => {
  const restarted = advance(after(make('empty', '')), { do: 'restart', edit: edit('unedited', 'hmm') });
  expect(restarted).toEqual(begin(edit('unedited', 'hmm')));
});
