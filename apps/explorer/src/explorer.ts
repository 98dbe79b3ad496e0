import type { EnvironmentOptions } from '@vestige/environment';
import { type ReportPage, renderPage } from '@vestige/report';
import { withInteractive } from './chapters.ts';
import { contentsSentence } from './contents.ts';
import { block } from './embed/block.ts';
import { curvesFile } from './embed/curves.ts';
import type { GivenRun } from './embed/givenRun.ts';
import { embedPolicies } from './embed/policies.ts';
import { promptsFile } from './embed/prompts.ts';
import { keptRollouts, readRollouts, rolloutsFile } from './embed/rollouts.ts';
import type { ExplorerRun } from './embed/run.ts';
import { fitTranscripts, readTranscripts } from './embed/transcripts.ts';
import { CURVES, KERNELS, MANIFEST, type Manifest, PROMPTS, ROLLOUTS, TRANSCRIPTS } from './format.ts';

/** The page's own program, as the build makes it. */
export interface ExplorerProgram {
  readonly script: string;
  readonly style: string;
  /** Kernel modules by variant. */
  readonly kernels: Readonly<Record<keyof typeof KERNELS, Uint8Array>>;
}

/** What the page is made of. */
export interface ExplorerInput {
  /** The page of the report, which stays readable without the program. */
  readonly page: ReportPage;
  /** Taken in its place if too little room is left beside it. */
  readonly shorterPage: ReportPage;
  readonly experiment: Manifest['experiment'];
  readonly conditions: Manifest['conditions'];
  /** Of policies that were trained here. */
  readonly runs: readonly ExplorerRun[];
  /** Policies that were trained elsewhere. */
  readonly given: readonly GivenRun[];
  readonly program: ExplorerProgram;
  /** Largest page, bytes; {@link PAGE_LIMIT} unless given. */
  readonly limit?: number;
}

/** Largest page, bytes: one that e-mail takes, even encoded for it. */
export const PAGE_LIMIT = 8_000_000;
/** Training rollouts in a page at most. */
const MOST_ROLLOUTS = 100_000;
/** Share of what is left beside page and program that policies may take. */
const POLICIES = 0.82;
/** Share of what is left beside page and program that transcripts may take where there are policies and rollouts, too. */
const BESIDE_POLICIES = 0.5;
/** Share of the page that data are to have at least. */
const ROOM = 0.2;
/** Characters kept free for the manifest and for what is not counted to the letter. */
const RESERVE = 20_000;

/**
 * Renders the report as a page that can be played with: evaluation prompts, rollouts, and trained policies that run
 * in it. As many policies and rollouts as fit are put in; the same input gives the same bytes.
 */
export function renderExplorer(input: ExplorerInput): string {
  const { program, runs, given, limit = PAGE_LIMIT } = input;
  const { script, style } = program;
  const trainedHere = runs.length > 0;
  const blocks: Record<string, string> = trainedHere ? kernelBlocks(program) : {};
  if (trainedHere) blocks[CURVES] = block(curvesFile(runs, input.conditions));
  const rendered = (page: ReportPage, holds = '') =>
    renderPage(
      { ...page, chapters: withInteractive(page.chapters, { holds, trainedHere }) },
      { script, style, blocks },
    );
  const roomBeside = (page: ReportPage) => limit - RESERVE - Buffer.byteLength(rendered(page));
  let page = input.page;
  let left = roomBeside(page);
  if (left < ROOM * limit) {
    page = input.shorterPage;
    left = roomBeside(page);
  }
  const transcripts =
    given.length === 0
      ? undefined
      : fitTranscripts(readTranscripts(given, input.conditions), left * (trainedHere ? BESIDE_POLICIES : 1));
  if (transcripts) {
    blocks[TRANSCRIPTS] = transcripts.content;
    left -= transcripts.content.length;
  }
  const embedded = embedPolicies(runs, POLICIES * left);
  Object.assign(blocks, embedded.blocks);
  const prompts = promptsFile(embedded.runs);
  const promptsBlock = block(prompts.bytes);
  const source = readRollouts(embedded.runs);
  const rollouts = fitRollouts(source, left - embedded.size - promptsBlock.length);
  if (trainedHere) Object.assign(blocks, { [PROMPTS]: promptsBlock, [ROLLOUTS]: rollouts.content });
  const environments: EnvironmentOptions[] = [];
  const manifest: Manifest = {
    experiment: input.experiment,
    environments,
    conditions: input.conditions,
    runs: embedded.runs.map(({ condition, seed, environment }) => ({
      condition: input.conditions.findIndex(({ name }) => name === condition),
      seed,
      environment: placeOf(environment, environments),
    })),
    policies: embedded.policies,
    rollouts: {
      held: rollouts.held,
      of:
        source.training.reduce((sum, { length }) => sum + length, 0) +
        keptRollouts(runs.filter((run) => !embedded.runs.includes(run))),
    },
    interventions: prompts.interventions,
    ...(transcripts && { transcripts: { held: transcripts.held, of: transcripts.of } }),
  };
  blocks[MANIFEST] = block(JSON.stringify(manifest));
  const holds = (size: number) => contentsSentence(manifest, source.evaluation.length, { size, limit });
  // The sentence has the same length whatever size it tells.
  const text = rendered(page, holds(Buffer.byteLength(rendered(page, holds(0)))));
  const size = Buffer.byteLength(text);
  if (size > limit) throw new Error(`the page has ${size} bytes, expected at most ${limit}`);
  return text;
}

function kernelBlocks({ kernels }: ExplorerProgram): Record<string, string> {
  const entries = Object.entries(KERNELS).map(([variant, id]) => [
    id,
    block(kernels[variant as keyof typeof KERNELS]),
  ]);
  return Object.fromEntries(entries);
}

/** As many rollouts as fit. How many characters one takes shows only when they are compressed together. */
function fitRollouts(
  source: ReturnType<typeof readRollouts>,
  budget: number,
): { readonly content: string; readonly held: number } {
  let most = MOST_ROLLOUTS;
  for (;;) {
    const { bytes, held } = rolloutsFile(source, most);
    const content = block(bytes);
    if (content.length <= budget || held === 0) return { content, held };
    most = Math.floor(Math.min(held, most) * Math.min(0.98, (budget / content.length) * 0.99));
  }
}

function placeOf(environment: EnvironmentOptions, environments: EnvironmentOptions[]): number {
  const text = JSON.stringify(environment);
  const known = environments.findIndex((other) => JSON.stringify(other) === text);
  return known >= 0 ? known : environments.push(environment) - 1;
}
