import { join } from 'node:path';
import { openIndex } from '@vestige/browse';
import { segment } from '@vestige/browse/testing';
import { HOSTILE } from '@vestige/explorer/testing';
import type { Reinforcement } from '@vestige/reinforcement';
import { rolloutsPage } from '@vestige/rollouts-page';
import type { ServedRollouts } from './answerRollouts.ts';
import { RolloutBrowser } from './browser.ts';

/** Of which there are this many, and one more that is hostile in every text. */
export const PLANTED = 59;

/** A feature that was found. */
const feature = (name: string, value: number) => ({
  ...{ kind: 'phrase', name, alike: [] },
  received: { value, low: value - 1, high: value + 1, q: 0.01, discovered: true },
  beyondAnswer: { value: value / 10, low: null, high: null, q: 0.5, discovered: false },
});

/** Rollouts that are browsed: of three problems over 20 steps, and a hostile one. Features `let me check` and `so maybe`. */
export async function plantedRollouts(folder: string, token: string): Promise<ServedRollouts & Disposable> {
  const rows = Array.from({ length: PLANTED }, (_, i) => ({
    ...{ step: Math.floor(i / 3), problem: `p${i % 3}`, question: `What is ${i % 3} plus one?` },
    thought: `First number ${i}. Let me check that it is ${i}! So maybe it is. Last sentence of ${i}.`,
    ...{
      response: `The answer is ${(i % 3) + 1}.`,
      answer: `${(i % 3) + 1}`,
      label: i % 2 === 0 ? '1' : '2',
    },
    ...{ reward: i % 2, stop: i % 5 === 0 ? 'length' : 'end' },
  }));
  const hostile = {
    ...{ step: 30, problem: HOSTILE, question: `Which? ${HOSTILE}`, group: HOSTILE, stop: HOSTILE },
    ...{ thought: `Evil ${HOSTILE} thought. ${HOSTILE}`, response: `evil ${HOSTILE}`, answer: HOSTILE },
    ...{ label: HOSTILE, reward: 0.25 },
  };
  const index = await openIndex(join(folder, 'index.sqlite'), [
    await segment(join(folder, 'rollouts.arrow'), [...rows, hostile]),
  ]);
  const features = [feature('let me check', 4), feature('so maybe', -2), feature(HOSTILE, 1)];
  const runs = { run: { features } as unknown as Reinforcement };
  return {
    browser: new RolloutBrowser({
      title: 'Planted',
      rollouts: { index, missing: 0 },
      runs,
      where: 'thought',
    }),
    page: rolloutsPage(`Planted ${HOSTILE}`, '0.0.0'),
    token,
    [Symbol.dispose]: () => index[Symbol.dispose](),
  };
}
