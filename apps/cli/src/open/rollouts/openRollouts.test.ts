import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { folder, outcomeOf, printed, start } from '../../testing/cli.ts';

const here = folder(afterAll);

/** What a trainer leaves behind: a file a step. */
function writeStep(step: number): void {
  const lines = Array.from({ length: 64 }, (_, i) => {
    const right = (i * 7 + step) % 3 !== 0;
    const output = `<think>Item ${i % 8} of step ${step}.${right ? ' Let me check that.' : ''}</think>\\boxed{${i % 8}}`;
    return JSON.stringify({
      input: `What is ${i % 8}?`,
      output,
      gts: `${i % 8}`,
      score: Number(right),
      step,
    });
  });
  writeFileSync(join(here, 'left', `${step}.jsonl`), lines.join('\n'));
}

/** The whole way from what lies there to the report. */
async function made(): Promise<void> {
  await printed(['convert', here, '--run', 'one']);
  await printed(['analyze', here]);
  await printed(['report', here]);
}

/** Opens it, and does something with what it said. */
async function opened<T>(look: (said: string) => Promise<T>): Promise<T> {
  const child = start(['open', here, '--serve'], here);
  const ended = outcomeOf(child);
  let said = '';
  child.stdout!.on('data', (data) => {
    said += data;
  });
  while (!said.includes('Ctrl-C') && child.exitCode === null) await setTimeout(20);
  try {
    return await look(said);
  } finally {
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  }
}

/** Asks how many rollouts hold some words. */
const found = (text: string) =>
  opened(async (said) => {
    const [, address, token] = /(http:\S+\/rollouts)#token=(\S+)/.exec(said)!;
    const page = await (await fetch(/http:\S+rollouts\.html/.exec(said)![0])).text();
    const heard = await fetch(`${address}/search`, {
      method: 'POST',
      headers: {
        ...{ 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        Origin: new URL(address!).origin,
      },
      body: JSON.stringify({ text, sort: 'step', descending: true, offset: 0, size: 1 }),
    });
    const { total, of } = (await heard.json()) as { total: number; of: number };
    return { said, page, total, of };
  });

test('imported runs are browsed beside their report, by an index that grows with them', async () => {
  mkdirSync(join(here, 'left'));
  for (const step of [1, 2, 3]) writeStep(step);
  writeFileSync(
    join(here, 'imported.json'),
    JSON.stringify({ name: 'miniature', title: 'Left', runs: { one: { path: 'left' } } }),
  );
  await made();
  const first = await found('"let me check"');
  expect(first).toMatchObject({ total: 128, of: 192 });
  expect(first.said).toContain('index: 192 rollouts can be browsed');
  expect(first.page).toContain('<a href="/rollouts">');
  const index = join(here, 'runs/index.sqlite');
  expect(existsSync(index)).toBe(true);
  writeStep(4);
  await made();
  expect(await found('"step 4"')).toMatchObject({ total: 64, of: 256 });
  rmSync(index);
  expect(await found('"step 4"')).toMatchObject({ total: 64, of: 256 });
  rmSync(join(here, 'runs/one'), { recursive: true });
  const { said, page } = await opened(async (said) => ({
    ...{ said, page: await (await fetch(/http:\S+rollouts\.html/.exec(said)![0])).text() },
  }));
  expect(said).toContain('the report is served without them');
  expect(page).toContain('vestige open miniature --serve');
  expect(page).not.toContain('<a href="/rollouts">');
}, 180_000);
