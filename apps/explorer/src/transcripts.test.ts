import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GivenRun } from './embed/givenRun.ts';
import { readTranscripts } from './embed/transcripts.ts';
import { MANIFEST, type Manifest, TRANSCRIPTS, type Transcripts } from './format.ts';
import { spliced } from './splice.ts';
import { givenRun, HOSTILE } from './testing/given.ts';
import { GIVEN, renderedPage } from './testing/page.ts';

const folder = mkdtempSync(join(tmpdir(), 'vestige-transcripts-'));
let given: readonly GivenRun[];
beforeAll(async () => {
  given = [
    await givenRun(folder, { condition: 'large', prompts: 40, sentences: 12 }),
    await givenRun(folder, { condition: 'hostile', says: HOSTILE, each: false }),
  ];
});
afterAll(() => rmSync(folder, { recursive: true }));

const render = (options = {}) => renderedPage({ runs: [], given, report: GIVEN, ...options });
const blockOf = <T>(page: string, id: string): T => {
  const content = parseHTML(page).document.getElementById(id)!.textContent;
  return JSON.parse(gunzipSync(Buffer.from(content, 'base64')).toString());
};

test('a page of policies from elsewhere has their transcripts, and no chapter that would be empty', () => {
  const page = render();
  const { document } = parseHTML(page);
  const links = [...document.querySelectorAll('.contents a')].map((link) => link.getAttribute('href'));
  expect(links).toEqual(['#verdicts', '#transcripts', '#making']);
  expect(document.querySelector('.invitation')).toBeNull();
  expect([...document.querySelectorAll('script[id]')].map(({ id }) => id)).toEqual([TRANSCRIPTS, MANIFEST]);
  expect(document.querySelector('#transcripts .holds')!.textContent).toMatch(
    /^Holds 46 transcripts of 46 of policies trained elsewhere; \d\.\d MB of 8\.0 MB\.$/,
  );
  // What is read without the program.
  expect(document.querySelector('#mount-transcripts')!.textContent).toContain('Some transcripts.');
});

test('what was shown comes out as it went in, whatever it holds', () => {
  const { interventions, policies } = blockOf<Transcripts>(render(), TRANSCRIPTS);
  const hostile = policies[1]!.prompts[2]!;
  expect(hostile.question).toBe(
    `Ada has 2 shells${HOSTILE.replace('\ud83d', '\ufffd')} and finds 4.\nHow many now?`,
  );
  expect(hostile.around).toEqual(['<think>', expect.stringMatching(/^<\/think>\nAnswer: 6/)]);
  const flip = hostile.outcomes.find(({ by }) => interventions[by] === 'flip')!;
  expect(spliced(hostile.question, flip.question!)).toBe(hostile.question.replace('finds 4', 'finds 9'));
  const now = hostile.outcomes.find(({ by }) => interventions[by] === 'now')!;
  expect(now).toMatchObject({ thought: null, mass: 100, frozen: 200, right: 0, unchanged: 0 });
});

test('of what was written anew the page knows what stands in the place', () => {
  const { interventions, policies } = readTranscripts(given, []);
  const { thought, outcomes, units } = policies[0]!.prompts[3]!;
  expect(units.slice(0, 2).map(([start, end]) => thought.slice(start, end))).toEqual([
    'Ada begins with 3.',
    'So 3 + 4 = 7.',
  ]);
  const anew = outcomes.filter(({ by, unitAt }) => interventions[by] === 'resampleEach' && unitAt === 1);
  expect(anew.map(({ changed }) => changed)).toEqual([true, false]);
  const shown = spliced(thought, anew[0]!.thought!);
  expect(shown.slice(...anew[0]!.instead!)).toBe('Something else.');
});

test('of each policy as many prompts are held as fit, the first, and the page says how many', () => {
  const whole = render();
  const { length } = parseHTML(whole).document.getElementById(TRANSCRIPTS)!.textContent;
  // The page keeps 20,000 characters free.
  const limit = Buffer.byteLength(whole) + 20_000 - Math.floor(length / 2);
  const page = render({ limit });
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(limit);
  const { transcripts } = blockOf<Manifest>(page, MANIFEST);
  const { policies } = blockOf<Transcripts>(page, TRANSCRIPTS);
  expect(transcripts!.of).toBe(46);
  expect(transcripts!.held).toBeLessThan(46);
  const [large, hostile] = policies as [(typeof policies)[0], (typeof policies)[0]];
  expect(hostile.prompts).toHaveLength(Math.min(6, large.prompts.length));
  expect(large.prompts.map(({ id }) => id)).toEqual(large.prompts.map((_, i) => i));
  expect(large.of).toBe(40);
  expect(page).toContain(`Holds ${transcripts!.held} transcripts of 46 `);
});

test('where there is no room for any, none is held', () => {
  const page = render({ limit: Buffer.byteLength(render()) });
  expect(blockOf<Manifest>(page, MANIFEST).transcripts).toEqual({ held: 0, of: 46 });
});

test('the same tables give the same bytes', () => {
  expect(render()).toBe(render());
});
