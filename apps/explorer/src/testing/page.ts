// biome-ignore-all lint/correctness/noUndeclaredDependencies: the tools of tests belong to the workspace
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportPage } from '@vestige/report';
import { html } from '@vestige/report/parts';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { GivenRun } from '../embed/givenRun.ts';
import type { ExplorerRun } from '../embed/run.ts';
import { renderExplorer } from '../explorer.ts';
import { DRAWN_CURVES } from '../mounts.ts';
import { explorerProgram } from '../program.ts';

export interface RenderOptions {
  /** Such as `trainedRuns` makes. */
  readonly runs: readonly ExplorerRun[];
  /** Policies that were trained elsewhere; none unless given. */
  readonly given?: readonly GivenRun[];
  /** Largest page, bytes. */
  readonly limit?: number;
  /** A report to fill; one of a few words unless given. */
  readonly report?: ReportPage;
  /** What is filled where there is no room for that; the same unless given. */
  readonly shorter?: ReportPage;
  /** The program, changed. */
  readonly script?: (script: string) => string;
}

export interface PageOptions extends RenderOptions {
  /** Window, colour scheme and the like; a desktop in light colours unless given. */
  readonly context?: BrowserContextOptions;
  /** Script that runs before those of the page, such as one that takes something from the browser. */
  readonly before?: string;
}

export interface OpenPage {
  readonly page: Page;
  /** What the page complained of, and what it wanted from the network: nothing, if all is well. */
  readonly problems: readonly string[];
  /** Closes the page and removes its file. */
  close(): Promise<void>;
}

/** Renders the page of an experiment with these runs from the built program, and opens it from a file. */
export async function openPage(
  browser: Browser,
  { context: settings, before, ...options }: PageOptions,
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'vestige-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, renderedPage(options));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings });
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) problems.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  const close = async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  };
  return { page, problems, close };
}

export const SHORT: ReportPage = {
  ...{ title: 'A page', claim: 'It can be tried out.', version: '0.0.0', footer: html`<footer></footer>` },
  chapters: [
    {
      ...{ id: 'training', title: 'Over training' },
      content: html`<div id="${DRAWN_CURVES}">Drawn curves.</div>`,
    },
    { id: 'rollouts', title: 'Rollouts', content: html`<p>Some rollouts.</p>` },
  ],
};

/** A report on policies that were trained elsewhere alone. */
export const GIVEN: ReportPage = {
  ...SHORT,
  chapters: [
    { id: 'verdicts', title: 'Verdicts', content: html`<p>Some verdicts.</p>` },
    { id: 'transcripts', title: 'Transcripts', content: html`<p>Some transcripts.</p>` },
    { id: 'making', title: 'How it was made', content: html`<p>By hand.</p>` },
  ],
};

/** The page of an experiment with these runs. */
export function renderedPage({ runs, given = [], limit, report, shorter, script }: RenderOptions): string {
  const program = explorerProgram();
  const names = [...new Set([...runs, ...given].map(({ condition }) => condition))];
  return renderExplorer({
    page: report ?? SHORT,
    shorterPage: shorter ?? report ?? SHORT,
    experiment: { name: 'page', title: 'A page', project: 'page' },
    conditions: names.map((name) => ({
      ...{ name, description: `It is ${name}.`, rule: 'factors', verdict: 'undecided', follows: 'undecided' },
    })),
    ...{ runs, given },
    program: script ? { ...program, script: script(program.script) } : program,
    ...(limit === undefined ? {} : { limit }),
  });
}
