import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContextOptions,
  illegible,
  launchBrowser,
  noBrowser,
  type Page,
  serious,
} from '@vestige/explorer/testing';
import { html, renderDocument } from '@vestige/report/parts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { type Serving, serve } from '../serve.ts';
import type { ServedRollouts } from './answerRollouts.ts';
import { PLANTED, plantedRollouts } from './testing.ts';

describe.skipIf(noBrowser)('all rollouts, in a browser', () => {
  const here = folder(afterAll);
  const report = join(here, 'report/rollouts.html');
  let browser: Browser;
  let rollouts: ServedRollouts & Disposable;
  let serving: Serving;
  /** Rollouts that came into the index beside those planted, and those that are to come. */
  let growth = { added: 0, missing: 0 };
  const growing = (planted: ServedRollouts['browser']): ServedRollouts['browser'] => ({
    get facts() {
      const { rollouts, ...facts } = planted.facts;
      return { ...facts, rollouts: rollouts + growth.added, missing: growth.missing };
    },
    search(query) {
      const page = planted.search(query);
      return { ...page, of: page.of + growth.added, searched: page.searched + growth.added };
    },
    course: (asked) => planted.course(asked),
  });
  beforeAll(async () => {
    mkdirSync(join(here, 'report'));
    writeFileSync(report, renderDocument('T', '0', html`<p class="note" id="browse"><code>open</code></p>`));
    rollouts = await plantedRollouts(here, 'token-of-this-start');
    serving = await serve(report, 0, { rollouts: { ...rollouts, browser: growing(rollouts.browser) } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    rollouts?.[Symbol.dispose]();
  });

  const opened = async (
    look: (page: Page) => Promise<void>,
    {
      context = {} as BrowserContextOptions,
      url = serving.rollouts!,
      expected = [] as readonly RegExp[],
      ready = '.list > li',
    } = {},
  ) => {
    const tab = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
    const problems: string[] = [];
    try {
      const page = await tab.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      page.on('pageerror', ({ message }) => problems.push(message));
      page.on('request', (request) => {
        if (!request.url().startsWith(new URL(serving.url).origin)) problems.push(request.url());
      });
      await page.goto(url);
      await page.waitForSelector(ready);
      await look(page);
      expect(problems).toEqual(expected.map((one) => expect.stringMatching(one)));
    } finally {
      await tab.close();
    }
  };
  const status = (page: Page) => page.getByRole('status').textContent();
  const all = `${PLANTED + 1} of ${PLANTED + 1} rollouts`;

  test('words, filters and order are asked for, and stay in the address', async () => {
    await opened(async (page) => {
      expect(await status(page)).toBe(all);
      await page.getByLabel('Words in thought and answer').fill('"number 17"');
      await expect.poll(() => status(page)).toBe(`1 of ${PLANTED + 1} rollouts`);
      expect(await page.locator('.list mark').allTextContents()).toEqual(['number 17']);
      await page.getByLabel('Words in thought and answer').fill('check -evil');
      await page.getByLabel('Steps, from').fill('2');
      await page.getByLabel('Steps, to').fill('3');
      await page.getByLabel('Answered right').selectOption('yes');
      await page.getByLabel('Sort by').selectOption('reward');
      await page.getByLabel('Order').selectOption('descending');
      await expect.poll(() => status(page)).toBe(`2 of ${PLANTED + 1} rollouts`);
      await page.reload();
      await expect.poll(() => status(page)).toBe(`2 of ${PLANTED + 1} rollouts`);
      expect(await page.getByLabel('Steps, to').inputValue()).toBe('3');
      await page.getByRole('button', { name: 'Reset' }).click();
      await expect.poll(() => status(page)).toBe(all);
      await page.getByLabel('Has the words of a feature').selectOption({ label: '−2.00 so maybe' });
      await expect.poll(() => status(page)).toBe(`${PLANTED} of ${PLANTED + 1} rollouts`);
      expect(await page.evaluate('location.search')).toBe('?text=%22so+maybe%22');
    });
  });

  test('a mistake is told in a line, and goes when it is put right', async () => {
    await opened(
      async (page) => {
        await page.getByLabel('Words in thought and answer').fill('"check');
        await expect
          .poll(() => page.getByRole('alert').textContent())
          .toBe('the quotation mark before check is never closed');
        await page.getByLabel('Words in thought and answer').fill('"check"');
        await expect.poll(() => page.getByRole('alert').count()).toBe(0);
      },
      { expected: [/400/] },
    );
  });

  test('pages, and a problem side by side over steps', async () => {
    await opened(async (page) => {
      const pages = page.getByRole('navigation', { name: 'Pages', exact: true });
      await pages.getByRole('button', { name: 'Last' }).click();
      await expect.poll(() => pages.textContent()).toContain('page 3 of 3');
      await expect.poll(() => page.locator('.list > li').last().textContent()).toContain('Evil');
      await pages.getByRole('button', { name: 'First' }).click();
      await expect.poll(() => page.locator('.list > li').first().textContent()).toContain('number 0.');
      await page.getByRole('button', { name: 'This problem over training' }).first().click();
      await page.waitForSelector('.columns');
      expect(await page.locator('.column .text').first().textContent()).toContain('First number 0.');
      const steps = page.getByLabel('Step');
      expect(
        await page.evaluate('Array.from(document.querySelectorAll(".column select"), (one) => one.value)'),
      ).toEqual(['0', '9', '19']);
      await steps.nth(1).selectOption('4');
      await expect.poll(() => page.locator('.column').nth(1).textContent()).toContain('First number 12.');
      await page.getByRole('button', { name: 'One step more' }).click();
      await expect.poll(() => page.locator('.column').count()).toBe(4);
      expect(await steps.nth(2).inputValue()).toBe('11');
      await page.keyboard.press('Escape');
      await expect.poll(() => status(page)).toBe(all);
    });
  });

  test('the keyboard: to the words, from rollout to rollout, unfolding, leaving', async () => {
    await opened(async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      const selected = page.locator('.list > li[aria-current="true"]');
      expect(await selected.count()).toBe(1);
      expect(await selected.textContent()).toContain('First number 1.');
      expect(await selected.textContent()).toContain('… 3 more sentences');
      await page.keyboard.press('Enter');
      await expect.poll(() => selected.textContent()).toContain('Last sentence of 1.');
      await page.keyboard.press('Enter');
      await expect.poll(() => selected.textContent()).not.toContain('Last sentence of 1.');
      await page.keyboard.press('Escape');
      expect(await selected.count()).toBe(0);
      await page.keyboard.press('/');
      await page.keyboard.type('jk/');
      expect(await page.getByLabel('Words in thought and answer').inputValue()).toBe('jk/');
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
    });
  });

  test('a sentence has the colour of what its feature received, and tells it', async () => {
    await opened(async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      const sentences = page.locator('.list > li').first().locator('.sentence');
      await expect.poll(() => sentences.count()).toBe(2);
      expect(await sentences.evaluateAll((all) => all.map(({ className }) => className))).toEqual([
        ...['sentence for', 'sentence against'],
      ]);
      expect(await sentences.first().getAttribute('data-told')).toBe(
        '“let me check” received +4.00, beyond the answer +0.400',
      );
      const shade = (sign: string) =>
        page.evaluate(`getComputedStyle(document.querySelector('.sentence.${sign}')).backgroundColor`);
      expect(await shade('for')).not.toBe(await shade('against'));
    });
  });

  test('hostile text is text: in question, thought, answer, problem, feature', async () => {
    await opened(async (page) => {
      await page.getByLabel('Words in thought and answer').fill('evil');
      await expect.poll(() => status(page)).toBe(`1 of ${PLANTED + 1} rollouts`);
      const texts = async () => (await page.locator('.list').textContent())!;
      expect(await texts()).toContain('Evil </script><script>window.hit=1</script><img/src=x');
      await page.getByRole('button', { name: 'Show all of it' }).click();
      expect(await page.locator('main :is(img, script, iframe)').count()).toBe(0);
      // What turns writing around is shown as what it is, and turns nothing.
      expect(await texts()).toContain('\\u202e');
      expect(await texts()).not.toContain('\u202e');
      await page.getByRole('button', { name: 'This problem over training' }).click();
      await page.waitForSelector('.columns');
      expect(await page.locator('main :is(img, script, iframe)').count()).toBe(0);
      expect(await page.evaluate('"hit" in window')).toBe(false);
    });
  });

  test.for([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const)('nothing is in a reader’s way: $colorScheme, $width pixels', async ({ colorScheme, width }) => {
    await opened(
      async (page) => {
        await page.getByLabel('Words in thought and answer').fill('evil OR "number 3"');
        await expect.poll(() => status(page)).toBe(`2 of ${PLANTED + 1} rollouts`);
        await page.getByRole('button', { name: 'Show all of it' }).first().click();
        expect(await illegible(page)).toEqual([]);
        expect(await serious(page)).toEqual([]);
        await page.getByRole('button', { name: 'This problem over training' }).last().click();
        await page.waitForSelector('.columns');
        expect(await illegible(page)).toEqual([]);
        expect(await serious(page)).toEqual([]);
      },
      { context: { colorScheme, viewport: { width, height: 900 } } },
    );
  });

  test('an index that is being made says so, and what came is looked through when it is asked for', async () => {
    growth = { added: 0, missing: 1040 };
    await opened(async (page) => {
      const told = page.locator('.growth');
      expect(await told.textContent()).toBe(
        '1,040 rollouts are not in the index yet; they are being added. ',
      );
      growth = { added: 40, missing: 1000 };
      const more = page.getByRole('button', { name: 'Search 40 more rollouts' });
      await more.waitFor();
      expect(await told.textContent()).toContain('1,000 rollouts are not in the index yet');
      expect(await status(page)).toBe(all);
      await more.click();
      await expect.poll(() => status(page)).toBe(`${PLANTED + 1} of ${PLANTED + 41} rollouts`);
      growth = { added: 40, missing: 0 };
      await expect.poll(() => told.count()).toBe(0);
    });
    growth = { added: 0, missing: 0 };
  });

  test('the report leads there; without the token nothing is shown', async () => {
    await opened(
      async (page) => {
        await page.getByRole('link', { name: 'all rollouts' }).click();
        await page.waitForSelector('.list > li');
        expect(await page.evaluate('location.pathname + location.hash')).toBe('/rollouts');
      },
      { url: serving.url, ready: '#browse' },
    );
    await opened(
      async (page) => {
        expect(await page.getByRole('alert').textContent()).toContain('open that one');
        expect(await page.textContent('body')).not.toContain('First number');
      },
      { url: new URL('/rollouts', serving.url).href, ready: '.failure' },
    );
  });
});
