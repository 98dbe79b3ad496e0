import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExplorerRun } from './embed/run.ts';
import { launchBrowser, noBrowser } from './testing/browser.ts';
import { openPage } from './testing/page.ts';
import { trainedRuns } from './testing/trained.ts';

// Policies that have hardly been taught: of their probability little is on the answers, as where a removal confuses.
describe.skipIf(noBrowser)('a policy that does not answer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-silence-'));
  let runs: readonly ExplorerRun[];
  let browser: Browser;
  beforeAll(async () => {
    runs = await trainedRuns(folder, { pretraining: 1, updates: 2 });
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.for([1280, 390])('is said not to, in every view, at %i pixels', async (width) => {
    const { page, problems, close } = await openPage(browser, {
      runs,
      context: { viewport: { width, height: 900 } },
    });
    await page.waitForSelector('.pg-answer');
    await inPlayground(page);
    await inPrompts(page);
    const rollouts = page.locator('#rollouts');
    await rollouts.getByRole('button', { name: 'Same prompt' }).first().click();
    await expect
      .poll(() => rollouts.locator('.same-shift').first().textContent())
      .toMatch(/does not answer after this CoT: 0\.\d\d on answers/);
    expect(await rollouts.locator('.answer-shift .silent').count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await close();
  });
});

async function inPlayground(page: Page): Promise<void> {
  const playground = page.locator('#playground');
  expect(await playground.locator('.pg-headline').textContent()).toMatch(
    /^After this CoT, unedited, it does not answer: 0\.\d{3} on the answers together, it writes \S+ \(0\.\d{3}\) instead\.$/,
  );
  expect(await playground.textContent()).not.toMatch(/The answer (stays|is|changes)/);
  await playground.getByRole('button', { name: 'Left empty', exact: true }).click();
  await expect.poll(() => playground.locator('.pg-headline').textContent()).toMatch(/^It does not answer: /);
  // No answer is marked as the policy's, all other words together are.
  const likeliest = playground.locator('.pg-answers tr:has(.pg-likeliest) th');
  expect(await likeliest.allTextContents()).toEqual(['other words']);
  expect(await playground.locator('.pg-silent td').first().textContent()).toMatch(/^\S+ no answer$/);
  const tried = playground.locator('.pg-tried tbody tr');
  for (const row of await tried.all()) expect(await row.textContent()).toMatch(/none, it writes \S+/);
  expect(await playground.locator('.pg-tried .pg-changed').count()).toBe(0);
}

async function inPrompts(page: Page): Promise<void> {
  const prompts = page.locator('#prompts');
  const label = await prompts.locator('.strip-plot svg[role=img]').getAttribute('aria-label');
  expect(label).toMatch(/left empty: mean [^;]*, answers in \d%/);
  const bar = prompts.locator('.bars li', { hasText: 'left empty' });
  expect(await bar.textContent()).toMatch(/does not answer: answers in \d%/);
  expect(await bar.locator('.rightness').getAttribute('class')).toBe('rightness silent');
}
