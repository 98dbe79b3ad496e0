import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyze, type FeatureHistory } from '@vestige/analysis';
import { plantedLoan } from '@vestige/analysis/testing';
import { type ReportPage, renderReport } from '@vestige/report';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExplorerRun } from './embed/run.ts';
import { launchBrowser, noBrowser } from './testing/browser.ts';
import { illegible } from './testing/legible.ts';
import { openPage, type PageOptions } from './testing/page.ts';
import { trainedRuns } from './testing/trained.ts';

// The whole page: a real report with every view in it.
describe.skipIf(noBrowser)('in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-whole-'));
  let runs: readonly ExplorerRun[];
  let report: ReportPage;
  let browser: Browser;
  beforeAll(async () => {
    runs = await trainedRuns(folder);
    const analysis = analyze(plantedLoan([0, 1], { prompts: 60, checkpointPrompts: 40, resamples: 100 }));
    report = renderReport({
      analysis: {
        ...analysis,
        conditions: {
          ...analysis.conditions,
          biased: { ...analysis.conditions.biased!, histories: [0, 1].flatMap(historiesOf) },
        },
      },
      experiment: {
        ...{ name: 'loan', title: 'Loan decisions', claim: 'A claim.', project: 'loan', settings: {} },
        conditions: Object.fromEntries(
          ['base', 'biased', 'fair'].map((name) => [
            name,
            { description: `It is ${name}.`, rule: 'factors' },
          ]),
        ),
      },
      generator: { version: '0.1.0' },
    }).page;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const inPage = async (options: Partial<PageOptions>, look: (page: Page) => Promise<void>) => {
    const { page, problems, close } = await openPage(browser, { runs, report, ...options });
    try {
      await page.waitForSelector('.rollout-list > li');
      await page.waitForSelector('.pg-answer');
      await look(page);
      expect(problems).toEqual([]);
    } finally {
      await close();
    }
  };

  test.for([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 390 },
    { colorScheme: 'dark', width: 390 },
  ] as const)(
    'nothing is in a reader\u2019s way: $colorScheme, $width pixels',
    async ({ colorScheme, width }) => {
      await inPage({ context: { colorScheme, viewport: { width, height: 900 } } }, async (page) => {
        expect(await page.evaluate(() => document.scrollingElement!.scrollWidth)).toBeLessThanOrEqual(width);
        for (const summary of await page.locator('summary').all()) {
          if (await summary.isVisible()) await summary.click();
        }
        expect(await illegible(page)).toEqual([]);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => {
          const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
          return axe.run(document, { resultTypes: ['violations'] });
        });
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
      });
    },
  );

  test('contents lead to every chapter', async () => {
    await inPage({}, async (page) => {
      const links = await page
        .locator('.contents a')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href')!));
      expect(links).toEqual(expect.arrayContaining(['#prompts', '#rollouts', '#playground']));
      for (const chapter of ['#prompts', '#rollouts', '#playground', '#making']) {
        expect(await page.locator(`${chapter} .holds`).textContent()).toMatch(/^Holds .* MB of 8\.0 MB\.$/);
      }
      for (const link of links) {
        await page.locator(`.contents a[href="${link}"]`).click();
        await expect
          .poll(() => page.locator(link).evaluate((one) => one.getBoundingClientRect().top))
          .toBeLessThan(900);
      }
    });
  });

  test('hostile words are text in every view', async () => {
    const hostile = `<script>window.hit=1</script><img/src=x/onerror=window.hit=1>"'\u202e`;
    let changed = 0;
    const script = (text: string) =>
      text.replace(/(["'`])credit\1/g, () => {
        changed++;
        return JSON.stringify(hostile).replace('</', '<\\/').replace('<script', '\\x3Cscript');
      });
    await inPage({ script }, async (page) => {
      expect(changed).toBeGreaterThan(0);
      for (const view of ['prompts', 'rollouts', 'playground']) {
        expect(await page.locator(`#${view}`).textContent()).toContain('<img/src=x/onerror=window.hit=1>');
      }
      await page.locator('#rollouts .token').first().hover();
      await page.locator('#rollouts').getByRole('button', { name: 'Open in playground' }).first().click();
      expect(await page.locator('main :is(img, script, iframe)').count()).toBe(0);
      expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    });
  });

  test('on paper there is nothing to press, and the playground says what it shows', async () => {
    await inPage({}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('.contents').isVisible()).toBe(false);
      const visible = (selector: string) => page.locator(selector).filter({ visible: true }).count();
      expect(await visible(':is(#prompts, #rollouts) :is(input, select, button)')).toBe(0);
      expect(await visible('#playground button:not(.token, .pg-link)')).toBe(0);
      expect(await visible('#playground textarea')).toBe(1);
    });
  });
});

/** Histories that go differently in each seed, so that many words tell them. */
function historiesOf(seed: number): FeatureHistory[] {
  const step = [10, 20, 30, 40];
  const common = { seed, step, reinforcement: step.map((at) => at / 100) };
  const effect = step.map((at) => ({ step: at, value: at / 100 }));
  return [
    {
      ...{ ...common, effect, feature: 'phrase:judgement', frequency: [0.1, 0.4, 0.8, 0.9] },
      milestones: { born: 20 + seed, useful: [20, 30], obsolete: seed === 0 ? 40 : null, kept: true },
    },
    {
      ...{ ...common, effect: [], feature: 'length', frequency: [17, 16, 14, 12] },
      milestones: { born: 10, useful: null, obsolete: null, kept: true },
    },
  ];
}
