import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type Browser,
  type BrowserContextOptions,
  GIVEN,
  givenRun,
  HOSTILE,
  illegible,
  launchBrowser,
  noBrowser,
  type Page,
  renderedPage,
  serious,
} from '@vestige/explorer/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder } from '../../testing/cli.ts';
import { serve } from '../serve.ts';
import { type Planted, planted } from './testing.ts';

describe.skipIf(noBrowser)('the playground on a model, in a browser', () => {
  const here = folder(afterAll);
  const page = join(here, 'report.html');
  const hostile = join(here, 'hostile/report.html');
  let browser: Browser;
  beforeAll(async () => {
    const given = [
      await givenRun(here, { condition: 'a', prompts: 4 }),
      await givenRun(here, { condition: 'b', prompts: 2 }),
    ];
    writeFileSync(page, renderedPage({ runs: [], given, report: GIVEN }));
    mkdirSync(join(here, 'hostile'));
    const said = [await givenRun(join(here, 'hostile'), { condition: 'a', says: HOSTILE })];
    writeFileSync(hostile, renderedPage({ runs: [], given: said, report: GIVEN }));
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  interface Served extends Planted {
    readonly page: Page;
    readonly url: string;
    readonly chapter: ReturnType<Page['locator']>;
  }

  const served = async (
    look: (served: Served) => Promise<void>,
    { file = page, context = {} as BrowserContextOptions, expected = [] as readonly RegExp[] } = {},
  ) => {
    const model = planted();
    const serving = await serve(file, 0, {
      model: { playground: model.playground, token: 'token-of-this-start' },
    });
    const tab = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context });
    const problems: string[] = [];
    try {
      const opened = await tab.newPage();
      opened.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) problems.push(message.text());
      });
      opened.on('pageerror', ({ message }) => problems.push(message));
      await opened.goto(serving.url);
      await opened.waitForSelector('.reader');
      const chapter = opened.locator('#model');
      await look({ ...model, page: opened, url: serving.url, chapter });
      expect(problems).toEqual(expected.map((one) => expect.stringMatching(one)));
    } finally {
      await tab.close();
      await serving.close();
      await model.playground[Symbol.asyncDispose]();
    }
  };
  /** Probability of `yes`, before any edit and now. */
  const bars = async ({ chapter }: Pick<Served, 'chapter'>) =>
    await chapter
      .locator('tr', { has: chapter.page().getByText('yes', { exact: true }) })
      .locator('td')
      .allTextContents();

  test('answers move with what is edited, typed or by a button', async () => {
    await served(async ({ chapter, page: opened, log }) => {
      // Four sentences: 1 - 1 / 6.
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
      await chapter.getByRole('button', { name: 'Left empty' }).click();
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.50']);
      await chapter.getByLabel('Reasoning').fill('One. Two.');
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.75']);
      await chapter.getByLabel('Reasoning').press('Control+Home');
      await chapter.getByRole('button', { name: 'Drop the sentence at the cursor' }).click();
      expect(await chapter.getByLabel('Reasoning').inputValue()).toBe('Two.');
      await chapter.getByRole('button', { name: 'Undo' }).click();
      expect(await chapter.getByLabel('Reasoning').inputValue()).toBe('One. Two.');
      await chapter.getByRole('button', { name: 'Its own again' }).click();
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
      await chapter.getByRole('button', { name: 'First half' }).click();
      expect(await chapter.getByLabel('Reasoning').inputValue()).toBe('Ada begins with 0.\nSo 0 + 4 = 4.');
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.75']);
      await chapter.getByRole('button', { name: 'Shuffle the sentences' }).click();
      expect(await chapter.getByLabel('Reasoning').inputValue()).toBe('So 0 + 4 = 4.\nAda begins with 0.');
      await chapter.getByRole('button', { name: 'Another prompt’s' }).click();
      expect(await chapter.getByLabel('Reasoning').inputValue()).toMatch(/^Ada begins with [123]\./);
      await chapter.getByRole('button', { name: 'Answer at once' }).click();
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.50']);
      // Edited, a question is answered among the same.
      await chapter.getByLabel('Question').fill('Another?');
      await expect.poll(() => chapter.getByRole('status').textContent()).toBe('Asked to answer at once.');
      expect(await bars({ chapter })).toEqual(['0.83', '0.50']);
      expect(new Set(log)).toEqual(new Set(['open a', 'answers a']));
      expect(await opened.evaluate('location.hash')).toBe('');
    });
  });

  test('it writes on from the cursor', async () => {
    await served(async ({ chapter, gates, log }) => {
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
      const area = chapter.getByLabel('Reasoning');
      await area.press('Control+Home');
      await area.press('End');
      await chapter.getByRole('button', { name: 'Write on from the cursor' }).click();
      await expect.poll(() => area.inputValue()).toBe('Ada begins with 0. More.');
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.75']);
      const gate = Promise.withResolvers<void>();
      gates.push(gate.promise);
      await chapter.getByRole('button', { name: 'Write on from the cursor' }).click();
      await expect.poll(() => log.at(-1)).toBe('write a');
      expect(await chapter.getByRole('status').textContent()).toBe('It is writing …');
      // What has come so far is there, and stays when it is stopped.
      await expect.poll(() => area.inputValue()).toBe('Ada begins with 0. More. Mo');
      await chapter.getByRole('button', { name: 'Stop' }).click();
      gate.resolve();
      await expect.poll(() => chapter.getByRole('status').textContent()).toBe('');
      expect(await area.inputValue()).toBe('Ada begins with 0. More. Mo');
      await chapter.getByRole('button', { name: 'Undo' }).click();
      expect(await area.inputValue()).toBe('Ada begins with 0. More.');
    });
  });

  test('a transcript is opened in it, and another policy is asked in turn', async () => {
    await served(async ({ chapter, page: opened, log }) => {
      await opened.getByRole('button', { name: 'Next' }).click();
      await opened.getByRole('button', { name: 'Edit it in the playground on the model' }).click();
      expect(await chapter.getByLabel('Question').inputValue()).toContain('Ada has 1 shells');
      expect(await opened.evaluate('document.activeElement.textContent')).toBe('Playground on the model');
      await chapter.getByLabel('Policy').selectOption('b');
      await expect.poll(() => log).toContain('close a');
      await expect.poll(() => log.at(-1)).toBe('answers b');
    });
  });

  test('everything is within reach of the keyboard', async () => {
    await served(async ({ chapter, page: opened }) => {
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
      await chapter.getByLabel('Reasoning').focus();
      const seen: string[] = [];
      for (let i = 0; i < 9; i++) {
        await opened.keyboard.press('Tab');
        seen.push(await opened.evaluate<string>('document.activeElement.textContent'));
      }
      expect(seen).toEqual([
        ...['Its own again', 'Undo', 'Left empty', 'Answer at once', 'First half'],
        ...['Drop the sentence at the cursor', 'Shuffle the sentences', 'Another prompt’s'],
        'Write on from the cursor',
      ]);
      await chapter.getByRole('button', { name: 'Left empty' }).press('Enter');
      await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.50']);
    });
  });

  test.for([
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const)('nothing is in a reader’s way: $colorScheme, $width pixels', async ({ colorScheme, width }) => {
    const context = { colorScheme, viewport: { width, height: 900 } };
    await served(
      async ({ chapter, page: opened }) => {
        await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
        await chapter.getByRole('button', { name: 'Answer at once' }).click();
        expect(await illegible(opened)).toEqual([]);
        expect(await serious(opened)).toEqual([]);
      },
      { context },
    );
  });

  test('the end of the command is told', async () => {
    await served(
      async ({ chapter, page: opened }) => {
        await expect.poll(() => bars({ chapter })).toEqual(['0.83', '0.83']);
        await opened.route('**/model/*', (route) => route.abort());
        await chapter.getByRole('button', { name: 'Left empty' }).click();
        await expect
          .poll(() => chapter.getByRole('alert').textContent())
          .toBe('No answer: the command that serves this page has ended.');
      },
      { expected: [/ERR_FAILED/] },
    );
  });

  test('without the token in its address there is no such chapter, nor in the file', async () => {
    await served(
      async ({ url, page: opened, chapter }) => {
        await opened.reload();
        await opened.waitForSelector('.model-editor');
        const context = await browser.newContext();
        const [other, file] = [await context.newPage(), await context.newPage()];
        await other.goto(new URL('/', url).href);
        await file.goto(`${pathToFileURL(page)}#model=token-of-this-start`);
        for (const one of [other, file]) {
          await one.waitForSelector('.reader');
          expect(await one.locator('#model, a[href="#model"]').count()).toBe(0);
        }
        const refused = await file.evaluate(
          (to) => fetch(to).then(String, (error: Error) => error.message),
          new URL('/model/answers', url).href,
        );
        expect(refused).toBe('Failed to fetch');
        // Nor may the served page go elsewhere.
        const elsewhere = await opened.evaluate(() =>
          fetch('http://127.0.0.1:9/').then(String, (error: Error) => error.message),
        );
        expect(elsewhere).toBe('Failed to fetch');
        await context.close();
        expect(await chapter.count()).toBe(1);
      },
      { expected: [/Content Security Policy/, /./] },
    );
  });

  test('hostile text is text', async () => {
    await served(
      async ({ chapter, page: opened }) => {
        await chapter.locator('.answer-bars td').first().waitFor();
        expect(await chapter.getByLabel('Reasoning').inputValue()).toContain('<img/src=x');
        expect(await opened.locator('main :is(img, script, iframe)').count()).toBe(0);
        expect(await opened.evaluate('"hit" in window')).toBe(false);
      },
      { file: hostile },
    );
  });
});
