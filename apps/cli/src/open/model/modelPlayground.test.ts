import { expect, test } from 'vitest';
import { RequestError } from '../reply.ts';
import { ModelPlayground, Superseded } from './modelPlayground.ts';
import { planted } from './testing.ts';

const never = new AbortController().signal;
const nobody = () => {};
const asked = (condition: string, thought: string | null = 'One. Two.') => ({
  ...{ condition, question: 'known?', thought },
});

test('answers come with the candidates of the question and the parts of the thought', async () => {
  const { playground } = planted();
  const { answers, probability, candidates, units } = await playground.answers(asked('a'), never);
  expect(answers).toEqual(['yes', 'no']);
  expect(probability).toEqual([0.75, 0.25]);
  expect(candidates).toEqual(['yes', 'no']);
  expect(units.map(({ start, end }) => [start, end])).toEqual([
    [0, 4],
    [5, 9],
  ]);
  expect(await playground.answers({ ...asked('a', null), question: 'other?' }, never)).toMatchObject({
    ...{ candidates: null, units: [], probability: [0.5, 0.5] },
  });
  expect(await playground.answers({ ...asked('a'), candidates: ['1', '2'] }, never)).toMatchObject({
    answers: ['1', '2'],
  });
});

test('a policy is opened when it is first asked, and closed when another one is', async () => {
  const { playground, log } = planted();
  expect(log).toEqual([]);
  await playground.answers(asked('a'), never);
  await playground.thought({ condition: 'a', question: 'known?', thought: '' }, never, nobody);
  await playground.answers(asked('b'), never);
  await playground[Symbol.asyncDispose]();
  expect(log).toEqual([...['open a', 'answers a', 'write a', 'close a', 'open b', 'answers b', 'close b']]);
});

test('what it writes on comes without its tokens, and is told as it grows', async () => {
  const { playground } = planted();
  const told: string[] = [];
  const request = { condition: 'a', question: 'known?', thought: 'One.' };
  expect(await playground.thought(request, never, (soFar) => told.push(soFar))).toEqual({
    ...{ thought: 'One. More.', answer: 'yes', stop: 'end', raw: ' More. yes' },
  });
  expect(told).toEqual(['One. Mo']);
});

test('a newer request takes the place of the one that is being answered', async () => {
  const { playground, log, gates } = planted();
  await playground.answers(asked('a'), never);
  const gate = Promise.withResolvers<void>();
  gates.push(gate.promise);
  const first = playground.answers(asked('a'), never);
  await expect.poll(() => log.length).toBe(3);
  const second = playground.answers(asked('a'), never);
  const third = playground.answers(asked('b'), never);
  await expect(first).rejects.toThrow(Superseded);
  await expect(second).rejects.toThrow(Superseded);
  gate.resolve();
  expect((await third).answers).toEqual(['yes', 'no']);
  expect(log).toEqual(['open a', 'answers a', 'answers a', 'close a', 'open b', 'answers b']);
});

test('whoever leaves stops it, and closing does', async () => {
  const { playground, log, gates } = planted();
  gates.push(new Promise(() => {}));
  const leaving = new AbortController();
  const left = playground.answers(asked('a'), leaving.signal);
  await expect.poll(() => log.length).toBe(2);
  leaving.abort(new Error('left'));
  await expect(left).rejects.toThrow('left');
  const closed = playground.answers(asked('a'), never);
  closed.catch(() => {});
  await playground[Symbol.asyncDispose]();
  await expect(closed).rejects.toThrow('closed');
  expect(log.at(-1)).toBe('close a');
});

test('a policy that cannot be opened is tried again the next time', async () => {
  let tries = 0;
  const open = async () => {
    tries++;
    throw new Error('no such file');
  };
  const { task } = { task: { units: () => [] } } as never;
  const playground = new ModelPlayground(new Map([['a', { task, open }]]));
  for (const _ of [1, 2]) {
    await expect(playground.answers(asked('a'), never)).rejects.toThrow('no such file');
  }
  expect(tries).toBe(2);
  await playground[Symbol.asyncDispose]();
});

test('a condition that there is none of is told', () => {
  const { playground } = planted();
  expect(() => playground.answers(asked('c'), never)).toThrow(
    new RequestError('condition "c" is unknown; expected one of a, b'),
  );
});
