import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEnvironment } from '@vestige/environment';
import { int32, loadCheckpoint, packedTensors, type Transformer, useBackend } from '@vestige/model';
import type { Context } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { readTable } from '@vestige/rollouts';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointPath } from '../../embed/checkpointPath.ts';
import { strings } from '../../embed/columns.ts';
import type { ExplorerRun } from '../../embed/run.ts';
import { launchBrowser, noBrowser } from '../../testing/browser.ts';
import { type OpenPage, openPage, type PageOptions } from '../../testing/page.ts';
import { trainedRuns } from '../../testing/trained.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-playground-'));
let runs: readonly ExplorerRun[];
let browser: Browser;
let opened: OpenPage;
let page: Page;

beforeAll(async () => {
  if (noBrowser) return;
  runs = await trainedRuns(folder, { pretraining: 150 });
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

const open = async (options: Partial<PageOptions> = {}) => {
  opened = await openPage(browser, { runs, ...options });
  page = opened.page;
  await page.waitForSelector('.pg-answer');
  const offered = page.locator('.pg-interventions button').filter({ visible: true });
  expect(await offered.allTextContents()).toEqual([
    'Left empty',
    'Filler words',
    'Swapped',
    'Prompt flipped',
  ]);
  await page.locator('.pg-interventions summary').click();
};
const close = async () => {
  expect(opened.problems).toEqual([]);
  await opened.close();
};

const environmentOf = () => createEnvironment(runs[0]!.environment);
/** Other views have sliders and conditions, too. */
const view = () => page.locator('#playground');
const cotField = () => view().getByLabel('Chain of thought', { exact: true });
const cotText = () => cotField().inputValue();
const words = async () => (await cotText()).split(/\s+/).filter((word) => word !== '');
const promptText = async () =>
  (
    await page
      .locator('.pg-slots select')
      .evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).selectedOptions[0]!.text))
  ).join(' ');
const press = (name: string) => view().getByRole('button', { name, exact: true }).click();
const choosePrompt = async (text: string) => {
  const shown = (await promptText()).split(' ');
  for (const [i, word] of text.split(' ').entries()) {
    if (shown[i] === word) continue;
    await page.locator('.pg-slots select').nth(i).selectOption({ label: word });
  }
};
/** The program draws what an event changed in a task of its own. */
const drawn = () => page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));

/** Answer probabilities as they are printed, by column: after this CoT, unedited, left empty, told at once. */
const figures = () =>
  page
    .locator('.pg-answers tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll('td'), (cell) => Number(cell.textContent))),
    );
const answer = () => page.locator('.pg-answers tr:has(td:nth-child(2).pg-likeliest) th bdi').textContent();
const logits = () =>
  page
    .locator('.pg-logit-frame tbody tr')
    .evaluateAll((rows) =>
      rows.map(
        (row) => [row.querySelector('th')!.textContent!, row.querySelector('td')!.textContent!] as const,
      ),
    );

/** Logits of the transformer in Node, the command line's, where the answer stands. */
function trained(directory: string): (context: Context) => Float32Array {
  const { format, vocabulary } = environmentOf();
  const { model }: { model: Transformer } = loadCheckpoint(directory, vocabulary);
  return (context) => {
    const sequence = format.beforeAnswer(context);
    return model
      .logits(model.residual(packedTensors([sequence]), int32([sequence.length - 1])))
      .dataSync<'float32'>();
  };
}

describe.skipIf(noBrowser)('in a browser', () => {
  beforeAll(() => open());
  afterAll(close);

  test('begins with a prompt and the CoT that the policy wrote for it', async () => {
    expect(await page.locator('.pg-headline').textContent()).toMatch(
      /^After this CoT, unedited, it answers \w+ \(\d\.\d{3}\): (right|wrong) by factors\.$/,
    );
    expect(await words()).not.toEqual([]);
    const [edited, own] = (await figures())[0]!;
    expect(edited).toBe(own);
  });

  test('typing changes the answers at each key; what cannot be read stays and is told', async () => {
    const before = await figures();
    await cotField().press('End');
    await cotField().press('ControlOrMeta+End');
    await page.keyboard.type(' income0 bad down verdict approve');
    await drawn();
    const after = await figures();
    expect(after.map((row) => row[0])).not.toEqual(before.map((row) => row[0]));
    expect(after.map((row) => row.slice(1))).toEqual(before.map((row) => row.slice(1)));
    await page.keyboard.type(' nonsens');
    await drawn();
    expect(await page.locator('.pg-cot .pg-complaint').textContent()).toContain('“nonsens” is no word');
    expect(await cotText()).toMatch(/ nonsens$/);
    expect(await figures()).toEqual(after);
    await cotField().fill('hmm '.repeat(80));
    await drawn();
    expect(await page.locator('.pg-cot .pg-complaint').textContent()).toContain('80 words are too many');
  });

  test('an edit is drawn with its answers, its effects and its place among the tried, never without', async () => {
    await cotField().fill('');
    await drawn();
    const shown = await page.evaluate(async () => {
      const field = document.querySelector<HTMLTextAreaElement>('.pg-cot textarea')!;
      field.value = 'income2 good up';
      field.dispatchEvent(new Event('input', { bubbles: true }));
      // Called before the next picture.
      await new Promise(requestAnimationFrame);
      const texts = (selector: string) =>
        [...document.querySelectorAll(selector)].map((one) => one.textContent!.trim());
      return {
        told: texts('.pg-headline')[0],
        tried: texts('.pg-tried tbody .pg-tried-cot')[0],
        effects: [...document.querySelectorAll('.pg-tokens .token')].map((one) =>
          one.getAttribute('data-told'),
        ),
        figures: texts('.pg-answers tbody tr:first-child td'),
      };
    });
    expect(shown.tried).toBe('income2 good up');
    expect(shown.effects).toHaveLength(3);
    for (const told of shown.effects) expect(told).toContain('without it');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await page.locator('.pg-headline').textContent()).toBe(shown.told);
    const later = page.locator('.pg-answers tbody tr:first-child td');
    expect((await later.allTextContents()).map((text) => text.trim())).toEqual(shown.figures);
  });

  test('suggestions complete a word by keyboard', async () => {
    await cotField().fill('hmm');
    await page.keyboard.type(' inc');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await drawn();
    expect(await cotText()).toMatch(/^hmm income\d $/);
    expect(await page.evaluate(() => document.activeElement!.tagName)).toBe('TEXTAREA');
  });

  test('50 random edits of prompt and CoT give the answers and the logits of the command line', async () => {
    const { variant } = await useBackend('wasm');
    const environment = environmentOf();
    const directory = runs[0]!.checkpoints.at(-1)!.directory;
    const transformer = trained(directory);
    const stream = randomStream(3, 'edits');
    const details = page.locator('.pg-logits');
    await details.locator('summary').click();
    await view().getByRole('button', { name: 'word', exact: true }).click();
    const build = (await details.textContent())!.includes(`build ${variant}.`);
    let [largest, printedAlike] = [0, 0];
    for (let i = 0; i < 50; i++) {
      const { question } = environment.problem(stream);
      const thought = Array.from({ length: stream.integer(25) }, () => stream.choice(environment.words)).join(
        ' ',
      );
      await choosePrompt(question);
      await cotField().fill(thought);
      await drawn();
      const expected = transformer({ question, thought });
      const shown = await logits();
      expect(shown.map(([word]) => word)).toEqual(environment.vocabulary);
      for (const [token, [, text]] of shown.entries()) {
        largest = Math.max(largest, Math.abs(Number(text) - expected[token]!));
        printedAlike += Number(text === expected[token]!.toFixed(6));
      }
      const best = environment.format.answers.reduce((a, b) => (expected[b]! > expected[a]! ? b : a));
      expect(await answer()).toBe(environment.vocabulary[best]);
      if (i > 0) continue;
      expect(await details.locator('code').textContent()).toBe(
        `npx vestige sample ${checkpointPath(directory)} --prompt "${question}" --cot "${thought}" --logits`,
      );
    }
    expect(largest).toBeLessThan(1e-5);
    if (build) expect(printedAlike).toBe(50 * environment.vocabulary.length);
  }, 240_000);

  test('empty and at once are those of the battery', async () => {
    const environment = environmentOf();
    const transformer = trained(runs[0]!.checkpoints.at(-1)!.directory);
    const { question } = environment.problem(randomStream(9, 'contrast'));
    await choosePrompt(question);
    const shares = (thought: string | null) => {
      const row = transformer({ question, thought });
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
      return environment.format.answers.map((token) => (Math.exp(row[token]!) / total).toFixed(3));
    };
    const printed = (await figures()).slice(0, -1);
    expect(printed.map((row) => row[2]!.toFixed(3))).toEqual(shares(''));
    expect(printed.map((row) => row[3]!.toFixed(3))).toEqual(shares(null));
  });

  test('checkpoints change the policy and keep prompt and CoT', async () => {
    const [prompt, cot, last] = [await promptText(), await cotText(), await logits()];
    const slider = view().getByRole('slider');
    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForFunction(() => document.querySelector('.pg-checkpoint b')!.textContent === 'update 0');
    await expect.poll(logits).not.toEqual(last);
    expect([await promptText(), await cotText()]).toEqual([prompt, cot]);
    const first = trained(runs[0]!.checkpoints[0]!.directory);
    const expected = first({ question: prompt, thought: cot });
    for (const [token, [, text]] of (await logits()).entries())
      expect(Number(text)).toBeCloseTo(expected[token]!, 4);
    await page.keyboard.press('End');
    await expect.poll(logits).toEqual(last);
    await view().getByLabel('Condition').selectOption({ label: 'base' });
    await expect.poll(logits).not.toEqual(last);
    expect([await promptText(), await cotText()]).toEqual([prompt, cot]);
    await view().getByLabel('Condition').selectOption({ label: 'biased' });
    await expect.poll(logits).toEqual(last);
  });
});

describe.skipIf(noBrowser)('each button does what it says', () => {
  beforeAll(() => open());
  afterAll(close);

  let [prompt, own]: [string, string[]] = ['', []];
  const unitsOf = (of: readonly string[]) => environmentOf().units(of.join(' '));
  /** The CoT, cut at the end of each of its phrases. */
  const beginnings = (of: string[]) => ['', ...unitsOf(of).map(({ end }) => of.join(' ').slice(0, end))];
  /** How many words stand before the last phrase. */
  const beforeLast = (of: string[]) => of.length - unitsOf(of).at(-1)!.weight;

  test('a CoT of its own, sampled and most probable', async () => {
    await press('Most probable CoT');
    await drawn();
    const best = await cotText();
    await press('Most probable CoT');
    await drawn();
    expect(await cotText()).toBe(best);
    const sampled = new Set<string>();
    for (let i = 0; i < 5; i++) {
      await press('Sample its own CoT');
      await drawn();
      sampled.add(await cotText());
    }
    expect(sampled.size).toBeGreaterThan(1);
    // One long enough to be cut.
    while ((await words()).length < 8) {
      await press('Random prompt');
      await drawn();
    }
    [prompt, own] = [await promptText(), await words()];
  });

  const othersCots = () => {
    const { table } = readTable(runs[0]!.interventions);
    const intervention = strings(table, 'intervention');
    const thought = strings(table, 'thought');
    return Array.from({ length: table.numRows }, (_, row) => row)
      .filter((row) => intervention(row) === 'frozen')
      .map(thought);
  };
  const sorted = (of: readonly string[]) => of.toSorted();
  const does: Record<string, (now: string[]) => void> = {
    'Left empty': (now) => expect(now).toEqual([]),
    'First 25%': (now) => {
      expect(beginnings(own)).toContain(now.join(' '));
      expect(now.length).toBeLessThanOrEqual(0.25 * own.length);
    },
    'First 50%': (now) => {
      expect(beginnings(own)).toContain(now.join(' '));
      expect(now.length).toBeLessThanOrEqual(0.5 * own.length);
    },
    'First 75%': (now) => {
      expect(beginnings(own)).toContain(now.join(' '));
      expect(now.length).toBeLessThanOrEqual(0.75 * own.length);
    },
    'One phrase dropped': (now) => {
      const text = own.join(' ');
      const rests = unitsOf(own).map(({ start, end }) =>
        `${text.slice(0, start).trimEnd()} ${text.slice(end).trimStart()}`.trim(),
      );
      expect(rests).toContain(now.join(' '));
    },
    'One kind dropped': (now) => {
      const kinds = new Set(unitsOf(own).map(({ kind }) => kind));
      const without = (dropped: string) =>
        unitsOf(own)
          .filter(({ kind }) => kind !== dropped)
          .map(({ start, end }) => own.join(' ').slice(start, end))
          .join(' ');
      expect([...kinds].map(without)).toContain(now.join(' '));
    },
    'Without its first 25%': (now) => {
      expect(own.join(' ').endsWith(now.join(' '))).toBe(true);
      expect(now.length).toBeGreaterThanOrEqual(0.75 * own.length);
    },
    'Filler words': (now) => {
      const { fillers } = environmentOf();
      expect(now).toHaveLength(own.length);
      for (const word of now) expect(fillers).toContain(word);
    },
    'Phrases shuffled': (now) => {
      const phrases = (of: string[]) => unitsOf(of).map(({ start, end }) => of.join(' ').slice(start, end));
      expect(sorted(now)).toEqual(sorted(own));
      for (const phrase of phrases(own)) expect(now.join(' ')).toContain(phrase);
    },
    'Tokens shuffled': (now) => {
      expect(sorted(now)).toEqual(sorted(own));
      expect(now).not.toEqual(own);
    },
    Paraphrased: (now) => {
      const environment = environmentOf();
      const problem = environment.problem(randomStream(0, 'any'));
      expect(environment.read(problem, now.join(' '))).toEqual(environment.read(problem, own.join(' ')));
    },
    Swapped: (now) => expect(othersCots()).toContain(now.join(' ')),
    'Swapped, same answer': (now) => expect([...othersCots(), own.join(' ')]).toContain(now.join(' ')),
    Resampled: (now) =>
      expect(
        beginnings(own)
          .slice(0, -1)
          .some((begun) => now.join(' ').startsWith(begun)),
      ).toBe(true),
  };

  test.each(Object.entries(does))('%s', async (name, check) => {
    await press(name);
    await drawn();
    expect(await promptText()).toBe(prompt);
    check(await words());
    expect(await page.locator('.pg-tried tbody th').first().textContent()).toBe(name);
    await press('Back to the unedited CoT');
    await drawn();
    expect(await words()).toEqual(own);
  });

  test('a mistake makes one judgement false and lets the policy write on', async () => {
    const environment = environmentOf();
    const problem = environment.problem(randomStream(0, 'any'));
    await cotField().fill('income0 bad up credit1 bad down');
    await view().getByLabel('the CoT as it stands').check();
    await press('A mistake put in');
    await drawn();
    const { judgements, truthful } = environment.read(problem, (await words()).join(' '));
    expect(truthful).toBeLessThan(judgements);
    expect((await cotText()).split(' ')[0]).toBe('income0');
    await view().getByLabel('the unedited CoT').check();
    await press('Back to the unedited CoT');
  });

  test('flips change the nationality alone, and keep the CoT', async () => {
    for (const name of ['Prompt flipped', 'Flip the nationality']) {
      await press(name);
      await drawn();
      const [first, ...rest] = (await promptText()).split(' ');
      const [nationality, ...factors] = prompt.split(' ');
      expect(rest).toEqual(factors);
      expect((Number(first!.at(-1)) - Number(nationality!.at(-1))) % 2).not.toBe(0);
      expect(await words()).toEqual(own);
      await press('Back to the unedited CoT');
      await drawn();
    }
  });

  test('a phrase is chosen, dropped, and the policy writes on from it', async () => {
    const token = page.locator('.pg-tokens .token').nth(own.length - 1);
    const start = beforeLast(own);
    await token.click();
    await press('Drop this phrase');
    await drawn();
    expect(await words()).toEqual(own.slice(0, start));
    await press('Undo');
    await drawn();
    expect(await words()).toEqual(own);
    await page
      .locator('.pg-tokens .token')
      .nth(own.length - 1)
      .focus();
    await page.keyboard.press('Delete');
    await drawn();
    expect(await words()).toEqual(own.slice(0, start));
    await press('Undo');
    await page
      .locator('.pg-tokens .token')
      .nth(own.length - 1)
      .click();
    await press('Sample again from here');
    await drawn();
    expect((await words()).slice(0, start)).toEqual(own.slice(0, start));
    await press('Back to the unedited CoT');
  });

  test('undo and redo, by keys outside of text fields too, and back to what was tried', async () => {
    await press('Filler words');
    await drawn();
    const filler = await words();
    await press('Left empty');
    await drawn();
    expect(await words()).toEqual([]);
    await page.keyboard.press('ControlOrMeta+z');
    await drawn();
    expect(await words()).toEqual(filler);
    await page.keyboard.press('ControlOrMeta+Shift+z');
    await drawn();
    expect(await words()).toEqual([]);
    await page.locator('.pg-tried').getByRole('button', { name: 'Filler words' }).click();
    await drawn();
    expect(await words()).toEqual(filler);
    await press('Undo');
    await drawn();
    expect(await words()).toEqual([]);
  });

  test('what another view sends is taken, and the heading gets the focus', async () => {
    await page.locator('#mount-rollouts').getByRole('button', { name: 'Open in playground' }).first().click();
    await drawn();
    expect(await page.locator('.pg-headline').textContent()).toMatch(/^After this CoT, unedited/);
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Playground');
  });
});

test.skipIf(noBrowser)(
  'without WebAssembly it runs in plain TypeScript, says so, and gives the same answers',
  async () => {
    await open();
    await cotField().fill('income2 good up');
    await drawn();
    const [prompt, kernels] = [await promptText(), await figures()];
    await close();
    await open({ before: 'delete globalThis.WebAssembly;' });
    expect(await page.locator('.pg-plain').textContent()).toContain('runs in plain TypeScript, slower');
    await cotField().fill('income2 good up');
    await drawn();
    expect(await promptText()).toBe(prompt);
    for (const [i, row] of (await figures()).entries()) {
      for (const [j, chance] of row.entries())
        expect(Math.abs(chance - kernels[i]![j]!)).toBeLessThanOrEqual(0.001001);
    }
    await close();
  },
);

test.skipIf(noBrowser)('a policy with rotary positions gives the logits of the command line', async () => {
  const rotary = await trainedRuns(join(folder, 'rotary'), { positions: 'rotary' });
  await open({ runs: rotary });
  await page.locator('.pg-logits summary').click();
  const transformer = trained(rotary[0]!.checkpoints.at(-1)!.directory);
  const environment = environmentOf();
  const { question } = environment.problem(randomStream(4, 'edits'));
  await choosePrompt(question);
  for (const text of ['income0 bad down verdict approve', 'credit1 good up hmm credit1 good up', '']) {
    await cotField().fill(text);
    await drawn();
    const expected = transformer({ question, thought: text });
    const byWord = new Map(await logits());
    for (const [token, word] of environment.vocabulary.entries()) {
      expect(Math.abs(Number(byWord.get(word)) - expected[token]!)).toBeLessThan(1e-5);
    }
  }
  await close();
});

test.skipIf(noBrowser).each(['light', 'dark'] as const)(
  'nothing stands in the way of any reader, %s',
  async (colorScheme) => {
    await open({ context: { colorScheme } });
    await press('Swapped');
    await page.locator('.pg-logits summary').click();
    await page.locator('.pg-tokens .token').first().click();
    await drawn();
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
      return axe.run('.playground', { resultTypes: ['violations'] });
    });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await close();
  },
);

test.skipIf(noBrowser)('a phone does not scroll sideways, and hostile words are text', async () => {
  await open({ context: { viewport: { width: 390, height: 800 } } });
  await cotField().fill('<img src=x onerror=alert(1)>');
  await drawn();
  expect(await page.locator('.playground img').count()).toBe(0);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBeLessThanOrEqual(0);
  await close();
});
