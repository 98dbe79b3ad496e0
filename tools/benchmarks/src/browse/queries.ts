import type { Query } from '@vestige/browse';
import { nameOf, wordOf } from './rollouts.ts';

/** A kind of query, and some of it. */
export type Kind = readonly [name: string, queries: readonly Partial<Query>[]];

/** Queries as somebody asks them who reads a run, each but once. */
export function queriesOf(rollouts: number): readonly Kind[] {
  const texts = (...of: string[]) => of.map((text) => ({ text }));
  const [steps, last] = [rollouts / 1024, Math.max(0, rollouts - 20)];
  return [
    ['nothing asked', [{}]],
    [
      'a name in one rollout',
      texts(...[0.1, 0.5, 0.9].map((at) => nameOf(100 * Math.floor((at * rollouts) / 100)))),
    ],
    ['a rare word', texts(...[20_011, 23_000, 26_003, 29_000].map(wordOf))],
    ['a word', texts(...[150, 400, 1000, 3000, 7000].map(wordOf))],
    ['a common word', texts(...[0, 1, 2, 4, 8].map(wordOf))],
    [
      'two words',
      texts(`${wordOf(0)} ${wordOf(1)}`, `${wordOf(3)} ${wordOf(500)}`, `${wordOf(50)} ${wordOf(60)}`),
    ],
    [
      'words in a row',
      texts(
        `"${wordOf(0)} ${wordOf(1)}"`,
        `"${wordOf(5)} ${wordOf(2)}"`,
        `"${wordOf(30)} ${wordOf(0)} ${wordOf(2)}"`,
        '"the answer is"',
      ),
    ],
    [
      'one or the other',
      texts(`${wordOf(40)} OR ${wordOf(90)}`, `${wordOf(9)} OR "${wordOf(10)} ${wordOf(11)}"`),
    ],
    [
      'without a word',
      texts(`${wordOf(20)} -${wordOf(1)}`, `-${wordOf(0)}`, `${wordOf(700)} -"${wordOf(0)} ${wordOf(1)}"`),
    ],
    [
      'the beginning of a word',
      texts(`${wordOf(5000).slice(0, 3)}*`, `${wordOf(12_000).slice(0, 4)}*`, 'only1*'),
    ],
    [
      'in the thought alone',
      [
        { text: wordOf(6), where: 'thought' },
        { text: wordOf(1500), where: 'response' },
      ],
    ],
    ['steps', [{ step: [steps * 0.4, steps * 0.5] }, { step: [steps * 0.9, null] }, { step: [null, 3] }]],
    [
      'reward, length',
      [{ reward: [1, null] }, { length: [null, 900] }, { length: [2000, null], reward: [0, 0] }],
    ],
    ['answer, end', [{ right: true }, { right: false, stop: 'length' }, { boundary: 'closed', stop: 'end' }]],
    ['a problem', [{ problem: 'problem-77' }, { problem: 'problem-9001', sort: 'reward', descending: true }]],
    ['words of a question', [{ problem: wordOf(120) }, { problem: `how many ${wordOf(311)}` }]],
    [
      'another order',
      (['step', 'reward', 'advantage', 'length'] as const).map((sort) => ({ sort, descending: true })),
    ],
    [
      'a deep page',
      [
        { offset: Math.floor(last / 2) },
        { offset: last },
        { text: wordOf(0), offset: Math.floor(last / 3), sort: 'reward' },
      ],
    ],
    [
      'much at once',
      [
        {
          text: `${wordOf(2)} -${wordOf(9)}`,
          step: [steps / 2, null],
          right: false,
          sort: 'length',
          descending: true,
        },
        {
          text: `"${wordOf(0)} ${wordOf(0)}"`,
          reward: [1, 1],
          sort: 'advantage',
          descending: true,
          offset: 100,
        },
        { text: `${wordOf(15)} OR ${wordOf(16)}`, length: [1000, 1500], stop: 'end', sort: 'reward' },
        { text: wordOf(33), problem: wordOf(99), sort: 'step', descending: true },
        { text: `${wordOf(5000).slice(0, 4)}*`, step: [null, steps / 4], right: true },
        {
          step: [steps / 3, steps / 2],
          reward: [0, 0],
          length: [1200, null],
          sort: 'advantage',
          offset: 2000,
        },
      ],
    ],
  ];
}
