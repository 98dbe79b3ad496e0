import { type Interactive, renderDocument } from './document.ts';
import type { Figure } from './figures/figure.ts';
import type { Figures } from './figures/index.ts';
import { SWEEP_CAPTION } from './figures/sweeps.ts';
import { withGroups } from './headline.ts';
import { html, type Markup } from './html.ts';
import type { ReportInput } from './reportInput.ts';
import type { ReportParts } from './reportParts.ts';
import { contrastsSection } from './sections/contrasts.ts';
import { comparisonsTable, estimatesTable, seedsTable, skippedNote } from './sections/estimates.ts';
import { examplesSection, transcriptsSection } from './sections/examples.ts';
import { figureSection } from './sections/figure.ts';
import { historiesTable } from './sections/histories.ts';
import { provenanceSection } from './sections/provenance.ts';
import { sweepEstimates } from './sections/sweepEstimates.ts';
import { sweepTable } from './sections/sweeps.ts';
import { trainingTable } from './sections/training.ts';
import { verdictsSection } from './sections/verdicts.ts';
import { type Sweep, sweepTitle } from './sweeps.ts';

/** A part of the page that its table of contents names. */
export interface Chapter {
  /** Fragment of its address. */
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/** `report.html` as chapters, the verdicts first. */
export interface ReportPage {
  readonly title: string;
  readonly claim: string;
  readonly version: string;
  readonly chapters: readonly Chapter[];
  readonly footer: Markup;
}

/** Figures that say what the reasoning does in the final policies, beside that of the battery, which opens the page. */
const EFFECT_FIGURES = [
  'unchanged',
  'earlyAnswering',
  'needed',
  'mediation',
  'readaptation',
  'forcing',
] as const;
/** Figures that are folded up under another, with the interventions that are not shown first. */
const OTHERS = { battery: 'batteryOthers', unchanged: 'unchangedOthers' } as const;
/** Figures of what became of it in training. */
const TRAINING_FIGURES = [
  'learning',
  'training',
  'earlyCourse',
  'flip',
  'histories',
  'drift',
  'driftCovariance',
  'driftChange',
] as const;

/**
 * Composes the page.
 *
 * @param linkTrainingFigures whether the figures of training of sweeps, the largest, are named instead of shown
 */
export function composePage(
  { analysis, experiment, generator }: ReportInput,
  parts: ReportParts,
  { linkTrainingFigures = false } = {},
): ReportPage {
  const { plain, sweeps } = parts;
  /** A part of the page on the conditions that no sweep made, and folded up the same on each sweep. */
  const ofEach = (render: (part: ReportInput) => Markup | readonly Markup[] | undefined) =>
    html`${render(plain.input)}
${sweeps.map(({ sweep }) => {
  const content = render(sweep.input);
  return content && folded(sweep, html`${content}`);
})}`;
  /** Long tables, folded up. */
  const tables = (summary: string, render: (part: ReportInput) => Markup) =>
    html`<details><summary>${summary}</summary>
${ofEach(render)}
</details>`;
  const trained = Object.values(analysis.conditions).some(({ training }) => Object.keys(training).length > 0);
  const overTraining = figureSections(parts, TRAINING_FIGURES, linkTrainingFigures ? linkTo : undefined);
  const conditions = Object.values(experiment.conditions);
  const someGiven = conditions.some(({ given }) => given);
  const allGiven = someGiven && conditions.every(({ given }) => given);
  const where = html`<h3>Where each run stopped</h3>
${trained ? ofEach((part) => trainingTable(part.analysis)) : html`<p>No policy was trained by reinforcement learning.</p>`}`;
  const chapters: readonly (Chapter | undefined)[] = [
    {
      id: 'verdicts',
      title: 'Verdicts',
      content: html`${verdictsSection(plain.input)}
${figureSections(parts, ['battery'])}`,
    },
    sweeps.length > 0 ? { id: 'sweeps', title: 'Sweeps', content: sweepsSection(sweeps) } : undefined,
    {
      id: 'effects',
      title: 'What the reasoning does',
      content: html`${figureSections(parts, EFFECT_FIGURES)}`,
    },
    allGiven && overTraining.length === 0
      ? undefined
      : {
          id: 'training',
          title: 'Over training',
          content: html`${overTraining}
${sweepEstimates(analysis)}${allGiven ? undefined : where}`,
        },
    allGiven
      ? undefined
      : {
          id: 'rollouts',
          title: 'Rollouts',
          content: html`<p class="note">Drawn at random from the final policies, not picked. Underlined: phrases of the chain of thought.</p>
${ofEach(examplesSection)}`,
        },
    someGiven
      ? {
          id: 'transcripts',
          title: 'Transcripts',
          content: html`<p class="note">Drawn at random from what each policy wrote, not picked.</p>
${ofEach(transcriptsSection)}`,
        }
      : undefined,
    {
      id: 'estimates',
      title: 'All estimates',
      content: html`<p class="note">Final policies, over the seeds that count; beside each its interval.</p>
${tables('Over all seeds', (part) => estimatesTable(withGroups(part.analysis), part.analysis.attributes))}
${tables('By seed', (part) => seedsTable(part.analysis))}
<h3>Which interventions change the accuracy</h3>
<p class="note">Percentage points, of the most probable answer, on the same prompts. Holm corrects the removals, on which the verdicts rest, among themselves, and all others. Bold: Holm-corrected p below ${+(1 - analysis.confidence).toFixed(4)}.</p>
${ofEach((part) => comparisonsTable(part.analysis))}
${ofEach((part) => skippedNote(part.analysis))}
${analysis.contrasts.length > 0 ? html`<h3>How the conditions differ</h3>\n` : undefined}${ofEach((part) => contrastsSection(part.analysis))}`,
    },
    {
      id: 'making',
      title: 'How it was made',
      content: provenanceSection(analysis, experiment, generator.version),
    },
  ];
  return {
    title: experiment.title,
    claim: experiment.claim,
    version: generator.version,
    chapters: chapters.filter((chapter) => chapter !== undefined),
    footer: html`<footer>Made by Vestige ${generator.version} from the analysis of ${analysis.experiment}. Figures for other tools are in <code>metrics.json</code>.</footer>`,
  };
}

/** `report.html`. */
export function renderPage(
  { title, claim, version, chapters, footer }: ReportPage,
  interactive?: Interactive,
): string {
  const body = html`<h1>${title}</h1>
${claim ? html`<p class="claim">${claim}</p>` : undefined}
<nav class="contents" aria-label="Contents"><ul>
${chapters.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
${chapters.map(
  ({ id, title, content }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`,
)}${footer}`;
  return renderDocument(title, version, body, interactive);
}

/** What the sweeps show: for each, table, figure, and folded up the verdicts on its points. */
function sweepsSection(sweeps: ReportParts['sweeps']): Markup {
  return html`<p class="note">${SWEEP_CAPTION}</p>
${sweeps.map(
  ({ sweep, responses }) => html`<h3>${sweepTitle(sweep)}</h3>
${sweepTable(sweep)}
${figureSection(responses, { captioned: false })}
<details><summary>The verdicts of ${sweep.name} in words</summary>
${verdictsSection(sweep.input)}
</details>
`,
)}`;
}

/**
 * Some figures, each under its title, that on the conditions that no sweep made first.
 *
 * @param ofSweep renders a figure of a sweep
 */
function figureSections(
  { plain, sweeps }: ReportParts,
  keys: readonly (keyof Figures)[],
  ofSweep: typeof figureSection = figureSection,
): readonly Markup[] {
  return keys.flatMap((key) => {
    const main = plain.figures[key];
    const swept = sweeps.flatMap(({ sweep, figures }) => {
      const figure = figures[key];
      return figure ? [{ sweep, figures, figure }] : [];
    });
    const below = ({ figures, input }: { figures: Figures; input: ReportInput }) =>
      key === 'histories' ? historiesTable(input.analysis) : othersOf(figures, key);
    const title = main?.title ?? swept[0]?.figure.title;
    if (title === undefined) return [];
    return [
      html`<div id="figure-${key}"><h3>${title}</h3>
${main && figureSection(main)}${below(plain)}
${swept.map(({ sweep, figures, figure }) => folded(sweep, html`${ofSweep(figure, { captioned: !main })}${below({ figures, input: sweep.input })}`))}</div>`,
    ];
  });
}

/** The rows that a figure leaves out, folded up. */
function othersOf(figures: Figures, key: keyof Figures): Markup | undefined {
  const others = key in OTHERS ? figures[OTHERS[key as keyof typeof OTHERS]] : undefined;
  return (
    others &&
    html`
<details><summary>All interventions</summary>
${figureSection(others, { captioned: false })}
</details>`
  );
}

function linkTo({ name }: Figure): Markup {
  const file = `figures/${name}.svg`;
  return html`<p class="note">Beside the page, for its size: <a href="${file}">${file}</a>.</p>`;
}

function folded(sweep: Sweep, content: Markup): Markup {
  return html`<details><summary>${sweepTitle(sweep)}</summary>
${content}
</details>
`;
}
