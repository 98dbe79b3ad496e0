import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExplorerRun } from '../../embed/run.ts';
import { launchBrowser, noBrowser } from '../../testing/browser.ts';
import { openPage } from '../../testing/page.ts';
import { trainedRuns } from '../../testing/trained.ts';

describe.skipIf(noBrowser)('prompts and curves in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-prompts-'));
  let runs: readonly ExplorerRun[];
  let browser: Browser;

  beforeAll(async () => {
    runs = await trainedRuns(folder);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test('every measured prompt is a mark of its intervention, and the policy of the page is kept', async () => {
    const { page, problems, close } = await openPage(browser, { runs });
    const picture = page.locator('.strip-plot svg[role=img]');
    await picture.waitFor();
    // Those of the headline, frozen and five others; all the rest is there to be shown.
    expect(await marksIn(page)).toBe(64 * 6);
    await page
      .locator('.prompts')
      .getByText(/^All interventions: 6 of \d+ shown$/)
      .click();
    const hidden = page.locator('.prompts').getByRole('checkbox', { checked: false });
    while ((await hidden.count()) > 0) await hidden.first().press('Space');
    await expect.poll(() => marksIn(page)).toBeGreaterThan(64 * 15);
    expect(await picture.getAttribute('aria-label')).toMatch(/own, most probable: mean [\d.]+, \d+% at/);
    expect(problems).toEqual([]);
    await close();
  });

  test('the table puts the most affected first, and a row or a mark chooses a prompt', async () => {
    const { page, problems, close } = await openPage(browser, { runs });
    const list = page.locator('.prompt-list');
    const changes = async () =>
      (await list.locator('tbody tr td:last-child').allTextContents()).map((text) =>
        Number(text.replace('−', '-')),
      );
    await list.waitFor();
    const most = await changes();
    expect(most).toEqual(most.toSorted((a, b) => a - b));
    const head = list.locator('th', { hasText: 'change' });
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await head.getByRole('button').press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await list.getByRole('button', { name: 'Next' }).press('Enter');
    expect(await list.locator('.pages').textContent()).toContain('11 to 20 of 64');

    await list.locator('tbody button').nth(2).press('Enter');
    expect(await list.locator('tr.chosen').count()).toBe(1);
    const details = page.locator('.prompt-details');
    const bars = details.locator('.bars li');
    expect(await bars.filter({ visible: true }).locator('bdi').allTextContents()).toEqual([
      ...['own, most probable', 'answer at once', 'left empty', 'filler words', 'swapped', 'prompt flipped'],
    ]);
    await details.locator('summary').press('Enter');
    expect(await bars.filter({ visible: true }).count()).toBeGreaterThan(15);

    const told = await details.locator('p').first().textContent();
    const mark = page.locator('.strip-plot svg[role=img] circle').first();
    await mark.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await mark.boundingBox())!;
    await page.mouse.move(x + width / 2, y + height / 2);
    expect(await page.locator('.strip-plot .told').textContent()).toMatch(
      /own, most probable: [\d.]+, (right|wrong)/,
    );
    await page.mouse.click(x + width / 2, y + height / 2);
    await expect.poll(() => details.locator('p').first().textContent()).not.toBe(told);

    await details.getByRole('button', { name: 'Open in playground' }).press('Enter');
    await expect.poll(() => inView(page, '#playground')).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  test('interventions can be left out of the picture, conditions chosen', async () => {
    const { page, close } = await openPage(browser, { runs });
    const prompts = page.locator('.prompts');
    await prompts.getByLabel('Condition').selectOption({ label: 'base' });
    await prompts.locator('summary').first().press('Enter');
    const label = () => page.locator('.strip-plot svg[role=img]').getAttribute('aria-label');
    expect(await label()).toContain('filler words');
    await prompts.getByRole('checkbox', { name: 'filler words' }).press('Space');
    await expect.poll(label).not.toContain('filler words');
    await close();
  });

  test('the slider tells all curves at an update, in figures and aloud', async () => {
    const { page, problems, close } = await openPage(browser, { runs });
    const curves = page.locator('.curves');
    const slider = curves.getByRole('slider', { name: 'Update' });
    await slider.press('Home');
    expect(await slider.getAttribute('aria-valuetext')).toBe('update 1');
    await slider.press('ArrowRight');
    expect(await slider.getAttribute('aria-valuetext')).toBe('update 2');
    const first = await curves.locator('.readings').first().textContent();
    await expect
      .poll(() => curves.getByRole('status').textContent())
      .toContain(`Update 2. biased, seed 0: mean reward ${first!.trim()}`);

    const { x, y, width, height } = (await curves.locator('.plane').first().boundingBox())!;
    await page.mouse.move(x + width - 12, y + height / 2);
    expect(await slider.getAttribute('aria-valuetext')).toBe('update 10');
    await page.mouse.move(0, 0);
    expect(await slider.getAttribute('aria-valuetext')).toBe('update 2');

    await curves.getByRole('checkbox', { name: 'judgements that are true' }).press('Space');
    expect(await curves.locator('.curve-panel').count()).toBe(5);
    await curves.getByRole('button', { name: 'biased, seed 0, update 0' }).press('Enter');
    await expect.poll(() => inView(page, '#playground')).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  test('the drawn curves are for paper, where the others are not', async () => {
    const { page, close } = await openPage(browser, { runs });
    const drawn = page.locator('#figure-learning');
    await page.locator('.curves').waitFor();
    expect(await drawn.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect(await drawn.isVisible()).toBe(true);
    expect(await page.locator('.curves').isVisible()).toBe(false);
    await close();
  });

  test.each(['light', 'dark'] as const)(
    'accessible, and as wide as a phone, in %s colours',
    async (colorScheme) => {
      const context = { viewport: { width: 390, height: 844 }, colorScheme };
      const { page, problems, close } = await openPage(browser, { runs, context });
      await page.locator('.prompts').waitFor();
      await page.locator('.curves').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await faults(page)).toEqual([]);
      expect(problems).toEqual([]);
      await close();
    },
  );

  test('names of conditions are text, whatever they hold', async () => {
    const condition = '<img src=x onerror="document.title = 1">\u202e';
    const { page, problems, close } = await openPage(browser, {
      runs: runs.map((run) => ({ ...run, condition: `${condition}${run.condition}` })),
    });
    await page.locator('.curves').waitFor();
    await page.locator('.prompts').waitFor();
    expect(await page.locator('.curves img, .prompts img').count()).toBe(0);
    expect(await page.title()).toBe('A page');
    expect(problems).toEqual([]);
    await close();
  });
});

/** Marks in the picture: dots, and crosses where the policy does not answer. */
function marksIn(page: Page): Promise<number> {
  return page.locator('.strip-plot svg[role=img] :is(circle, g path[transform])').count();
}

function inView(page: Page, selector: string): Promise<boolean> {
  return page.locator(selector).evaluate((element) => element.getBoundingClientRect().top < innerHeight);
}

/** What axe finds in the two views, a line each. */
async function faults(page: Page): Promise<string[]> {
  // Through the debugger: the policy of the page admits no other script.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(['#mount-prompts', '#mount-curves'], {
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}
