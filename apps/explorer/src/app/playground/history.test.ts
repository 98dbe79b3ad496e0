import { expect, test } from 'vitest';
import { type Action, advance, begin, type Edit, type History } from './history.ts';

const own = { prompt: [1, 9, 2], cot: [7, 8] };
const edit = (by: string, cot: readonly number[], typed = false): Edit => ({
  prompt: own.prompt,
  cot,
  by,
  own,
  typed,
});
const start = begin(edit('unedited', own.cot));
const after = (...actions: readonly Action[]) => actions.reduce<History>(advance, start);
const make = (by: string, cot: readonly number[], typed = false): Action => ({
  do: 'edit',
  edit: edit(by, cot, typed),
});

test('edits are taken back and made again; an edit in between forgets what was taken back', () => {
  const two = after(make('empty', []), make('shuffle', [8, 7]));
  expect(two.present.by).toBe('shuffle');
  const back = advance(advance(two, { do: 'undo' }), { do: 'undo' });
  expect(back.present).toBe(start.present);
  expect(advance(back, { do: 'undo' })).toBe(back);
  const again = advance(back, { do: 'redo' });
  expect(again.present.by).toBe('empty');
  expect(advance(again, { do: 'redo' }).present).toBe(two.present);
  const other = advance(again, make('drop', [7]));
  expect(advance(other, { do: 'redo' })).toBe(other);
});

test('what is typed in one go is one edit', () => {
  const typed = after(make('typed', [7], true), make('typed', [7, 5], true), make('typed', [7, 5, 6], true));
  expect(typed.past).toHaveLength(1);
  expect(typed.tried.map(({ by, cot }) => [by, cot])).toEqual([
    ['typed', [7, 5, 6]],
    ['unedited', own.cot],
  ]);
  expect(advance(typed, { do: 'undo' }).present.by).toBe('unedited');
});

test('what was tried is kept once each, the latest eight, and returned to without a change of order', () => {
  const many = after(
    ...Array.from({ length: 10 }, (_, i) => make(`edit ${i}`, [i])),
    make('edit 4 again', [4]),
  );
  expect(many.tried.map(({ cot }) => cot[0])).toEqual([4, 9, 8, 7, 6, 5, 3, 2]);
  const returned = advance(many, { do: 'return', edit: many.tried[3]! });
  expect(returned.present.cot).toEqual([7]);
  expect(returned.tried).toBe(many.tried);
  expect(advance(returned, { do: 'undo' }).present.by).toBe('edit 4 again');
});

test('another environment begins anew', () => {
  const restarted = advance(after(make('empty', [])), { do: 'restart', edit: edit('unedited', [1]) });
  expect(restarted).toEqual(begin(edit('unedited', [1])));
});
