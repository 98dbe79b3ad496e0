import { expect, test } from 'vitest';
import { contentsSentence } from './contents.ts';
import type { Manifest, ManifestPolicy } from './format.ts';

const policy = (run: number, final: boolean) => ({ run, final }) as ManifestPolicy;
const run = (condition: number, seed: number): Manifest['runs'][number] => ({
  condition,
  seed,
  environment: 0,
});

test('what a page holds is told in counts, seeds and megabytes', () => {
  const held = {
    runs: [run(0, 11), run(0, 10), run(1, 12)],
    policies: [policy(0, true), policy(1, true), policy(1, false)],
    rollouts: { held: 12_000, of: 61_440 },
  };
  expect(contentsSentence(held, 640, { size: 3_612_345, limit: 4_000_000 })).toBe(
    'Holds 12,000 rollouts of training (of 61,440 kept) and 640 for evaluation prompts, of seeds 10, 11, 12; 3 policies, 2 final and 1 on the way, of seeds 10, 11; 3.7 MB of 4.0 MB.',
  );
});

test('a page without policies says so', () => {
  const none = { runs: [], policies: [], rollouts: { held: 0, of: 1 } };
  expect(contentsSentence(none, 0, { size: 1, limit: 4_000_000 })).toBe(
    'Holds 0 rollouts of training (of 1 kept) and 0 for evaluation prompts, of no seed; 0 policies, 0 final and 0 on the way, of no seed; 0.1 MB of 4.0 MB.',
  );
});
