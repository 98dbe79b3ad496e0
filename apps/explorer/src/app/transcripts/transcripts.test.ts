import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenRun } from '../../embed/givenRun.ts';
import { launchBrowser, noBrowser } from '../../testing/browser.ts';
import { givenRun, HOSTILE } from '../../testing/given.ts';
import { illegible } from '../../testing/legible.ts';
import { GIVEN, openPage, type PageOptions } from '../../testing/page.ts';
import { serious } from '../../testing/serious.ts';

describe.skipIf(noBrowser)('transcripts in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-transcripts-'));
  let given: readonly GivenRun[];
  let hostile: readonly GivenRun[];
  let browser: Browser;
  beforeAll(async () => {
    given = [
      await givenRun(folder, { condition: 'first', prompts: 60, sentences: 30 }),
      await givenRun(folder, {
        condition: 'second',
        each: false,
        skipped: { mistake: 'the task knows no judgement that could be made false' },
      }),
    ];
    hostile = [await givenRun(join(folder, 'hostile'), { says: HOSTILE })];
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  const inPage = async (options: Partial<PageOptions>, look: (page: Page) => Promise<void>) => {
    const all = { runs: [], given, report: GIVEN, ...options };
    const { page, problems, close } = await openPage(browser, all);
    try {
      await page.waitForSelector('.reader');
      await look(page);
      expect(problems).toEqual([]);
    } finally {
      await close();
    }
  };
  const row = (page: Page, words: string) =>
    page.locator('.outcomes tbody tr', { has: page.getByRole('button', { name: words, exact: true }) });

  test('a thought is coloured by what each sentence does, told in words and figures', async () => {
    await inPage({}, async (page) => {
      const sentences = page.locator('.reader .text .sentence');
      expect(await sentences.count()).toBe(30);
      // The first is in the way of the answer, the second carries it, the third does nothing, others were not touched.
      const classes = await sentences.evaluateAll((all) => all.slice(0, 4).map((one) => one.className));
      expect(classes).toEqual([...['sentence against', 'sentence for strong', 'sentence for', 'sentence']]);
      expect(await page.locator('.reader .text sup').allTextContents()).toEqual(['−0.10', '+0.60']);
      await sentences.nth(1).hover();
      const told = page.locator('.told-of');
      expect(await told.textContent()).toMatch(/^Sentence 2 of 30, calculation/);
      expect(await told.textContent()).toContain('Left out: P 0.30 (effect +0.60), it answers 5');
      expect(await told.textContent()).toMatch(
        /Written anew 2 times, 1 of them otherwise \(effect \+0\.70\)/,
      );
      expect(await told.locator('q').allTextContents()).toEqual(['Something else.']);
      await page.mouse.move(0, 0);
      await expect.poll(() => told.count()).toBe(0);
      await page.getByLabel('written anew').check();
      await expect.poll(() => page.locator('.reader .text sup').first().textContent()).toBe('+0.70');
      await page.getByLabel('no colour').check();
      expect(await page.locator('.reader .text sup').count()).toBe(0);
    });
  });

  test('an intervention shows what it showed, with the difference marked', async () => {
    await inPage({}, async (page) => {
      const read = page.locator('.read');
      await page.getByRole('button', { name: 'prompt flipped' }).click();
      expect(await read.locator('del').allTextContents()).toEqual(['4']);
      expect(await read.locator('ins').allTextContents()).toEqual(['9']);
      await page.getByRole('button', { name: 'answer at once' }).click();
      expect(await read.textContent()).toContain('None: it was asked to answer at once.');
      expect(await read.textContent()).toContain('It answers 7');
      await page.getByRole('button', { name: 'swapped' }).click();
      expect(await read.textContent()).toContain('Other words altogether:Quite another matter.');
      // It stays chosen from prompt to prompt.
      await page.getByRole('button', { name: 'Next' }).click();
      expect(await read.textContent()).toContain('Quite another matter.');
      await page.getByRole('button', { name: 'Its own again' }).click();
      expect(await read.textContent()).toContain('Its own reasoning');
      const each = page.getByRole('button', { name: 'each phrase dropped' });
      await each.click();
      expect(await each.getAttribute('aria-expanded')).toBe('true');
      await page.getByRole('button', { name: 'sentence 2 (calculation)' }).first().click();
      expect(await read.locator('del').textContent()).toContain('So 1 + 4 = 5.');
    });
  });

  test('answers stand side by side, right, wrong or none', async () => {
    await inPage({}, async (page) => {
      const words = async (name: string) => (await row(page, name).textContent())!.replace(/\s+/g, ' ');
      expect(await words('own, as sampled')).toContain('wrong 5');
      expect(await words('filler words')).toContain('wrong 50.70');
      expect(await words('answer at once')).toContain('no answer 70.20');
      expect(await page.locator('.read .answered').textContent()).toBe('It answered 5 wrong; right is 4.');
      await page.getByRole('button', { name: 'Next' }).click();
      expect(await page.locator('.read .answered').textContent()).toBe(
        'It answered nothing no answer; right is 5.',
      );
    });
  });

  test('prompts are found by text, group, outcome and what changes them, and each policy has its own', async () => {
    await inPage({}, async (page) => {
      const found = page.locator('.transcripts .found');
      const form = page.getByRole('form', { name: 'Find transcripts' });
      await form.getByLabel('Text').fill('has 12 SHELLS');
      await expect.poll(() => found.textContent()).toBe('1 of 60 prompts');
      await form.getByLabel('Text').fill('');
      await form.getByLabel('Answered').selectOption('wrong');
      await expect.poll(() => found.textContent()).toBe('1 of 60 prompts');
      await form.getByLabel('Answered').selectOption('right');
      await form.getByLabel('Group').selectOption('odd');
      await expect.poll(() => found.textContent()).toBe('29 of 60 prompts');
      await form.getByLabel('Answer changes under').selectOption('filler');
      await expect.poll(() => found.textContent()).toBe('0 of 60 prompts');
      await form.getByLabel('Answer changes under').selectOption('resampleEach');
      await expect.poll(() => found.textContent()).toBe('29 of 60 prompts');
      await form.getByLabel('Policy').selectOption('second');
      await expect.poll(() => found.textContent()).toBe('2 of 6 prompts');
      const reader = page.locator('.reader');
      expect(await reader.textContent()).toContain('What each sentence does was not measured');
      expect(await reader.textContent()).toContain(
        'Not run: a mistake put in, since the task knows no judgement that could be made false.',
      );
    });
  });

  test('everything is within reach of the keyboard', async () => {
    await inPage({}, async (page) => {
      const question = () => page.locator('.read .text').first().textContent();
      await page.locator('.found-prompts [aria-current]').focus();
      await page.keyboard.press('ArrowDown');
      await expect.poll(question).toContain('Ada has 1 shells');
      await page.keyboard.press('End');
      await expect.poll(question).toContain('Ada has 59 shells');
      await page.locator('.reader .sentence[tabindex="0"]').focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.locator('.told-of').textContent()).toMatch(/^Sentence 2 of 30/);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      // Pinned, it stays where the focus goes on, so that what it offers can be reached.
      expect(await page.locator('.told-of').textContent()).toMatch(/^Sentence 2 of 30/);
      await page.locator('.told-of').getByRole('button', { name: 'read' }).first().press('Enter');
      expect(await page.locator('.read del').textContent()).toContain('So 59 + 4 = 63.');
    });
  });

  test.for([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 1280 },
    { colorScheme: 'light', width: 390 },
    { colorScheme: 'dark', width: 390 },
  ] as const)(
    'nothing is in a reader\u2019s way: $colorScheme, $width pixels',
    async ({ colorScheme, width }) => {
      const context = { colorScheme, viewport: { width, height: 900 }, hasTouch: width < 500 };
      await inPage({ context }, async (page) => {
        await page.locator('.reader .sentence').nth(1)[context.hasTouch ? 'tap' : 'click']();
        expect(await page.locator('.told-of').isVisible()).toBe(true);
        await page.getByRole('button', { name: 'resampled from each phrase' }).click();
        expect(await illegible(page)).toEqual([]);
        expect(await serious(page)).toEqual([]);
        await page.getByRole('button', { name: 'prompt flipped' }).click();
        expect(await illegible(page)).toEqual([]);
        expect(await serious(page)).toEqual([]);
      });
    },
  );

  test('hostile text is text, wherever it stands', async () => {
    await inPage({ given: hostile }, async (page) => {
      await page.locator('.reader .sentence').first().click();
      for (const place of ['.found-prompts', '.read', '.told-of', '.outcomes']) {
        expect(await page.locator(place).textContent()).toContain('<img/src=x/onerror=window.hit=1>');
      }
      await page.getByRole('button', { name: 'swapped' }).click();
      await page.getByLabel('Group').selectOption({ index: 1 });
      expect(await page.locator('main :is(img, script, iframe)').count()).toBe(0);
      expect(await page.evaluate(() => 'hit' in window)).toBe(false);
    });
  });

  test('without JavaScript the report\u2019s own transcripts are read', async () => {
    const { page, close } = await openPage(browser, {
      ...{ runs: [], given, report: GIVEN, context: { javaScriptEnabled: false } },
    });
    expect(await page.locator('#transcripts').textContent()).toContain('Some transcripts.');
    await close();
  });
});
