import { renderDocument } from './document.ts';
import { type Family, familyTitle } from './families.ts';
import type { Figures } from './figures/index.ts';
import { SWEEP_CAPTION } from './figures/sweeps.ts';
import { withGroups } from './headline.ts';
import { html, type Markup } from './html.ts';
import type { ReportInput, ReportParts } from './report.ts';
import { comparisonsTable, estimatesTable, seedsTable } from './sections/estimates.ts';
import { examplesSection } from './sections/examples.ts';
import { familiesTable } from './sections/families.ts';
import { figureSection } from './sections/figure.ts';
import { livesTable } from './sections/lives.ts';
import { makingSection } from './sections/making.ts';
import { sweepTable } from './sections/sweeps.ts';
import { trainingTable } from './sections/training.ts';
import { verdictsSection } from './sections/verdicts.ts';

/** `report.html`. */
export function renderPage({ analysis, experiment, generator }: ReportInput, parts: ReportParts): string {
  const { plain, families } = parts;
  /** A part of the page on the conditions that no sweep made, and folded up the same on each sweep. */
  const ofEach = (render: (part: ReportInput) => Markup | readonly Markup[] | undefined) =>
    html`${render(plain.input)}
${families.map(({ family }) => {
  const content = render(family.input);
  return content && folded(family, html`${content}`);
})}`;
  const trained = Object.values(analysis.conditions).some(({ training }) => Object.keys(training).length > 0);
  const body = html`<h1>${experiment.title}</h1>
${experiment.claim ? html`<p class="claim">${experiment.claim}</p>` : undefined}
${verdictsSection(plain.input)}
${sweepsSection(families)}${figureSections(parts)}${familiesTable(analysis)}<h2>Where each run stopped</h2>
${trained ? ofEach((part) => trainingTable(part.analysis)) : html`<p>No policy was trained by reinforcement learning.</p>`}
<h2>Which interventions change the accuracy</h2>
<p class="note">Percentage points, on the same prompts. Bold: Holm-corrected p below ${+(1 - analysis.confidence).toFixed(4)}.</p>
${ofEach((part) => comparisonsTable(part.analysis))}
<h2>All estimates</h2>
<p class="note">Final policies, over all seeds that were solved; beside each its interval.</p>
${ofEach((part) => estimatesTable(withGroups(part.analysis)))}
<h3>By seed</h3>
${ofEach((part) => seedsTable(part.analysis))}
<h2>Rollouts</h2>
<p class="note">Drawn at random from the final policies, not picked. Underlined: phrases of the chain of thought.</p>
${ofEach((part) => examplesSection(part.analysis))}
<h2>How it was made</h2>
${makingSection(analysis, experiment, generator.version)}
<footer>Made by Vestige ${generator.version} from the analysis of ${analysis.experiment}. Figures for other tools are in <code>metrics.json</code>.</footer>`;
  return renderDocument(experiment.title, generator.version, body);
}

/** What the sweeps show: for each, table, figure, and folded up the verdicts on its points. */
function sweepsSection(families: ReportParts['families']): Markup | undefined {
  if (families.length === 0) return undefined;
  return html`<h2>Sweeps</h2>
<p class="note">${SWEEP_CAPTION}</p>
${families.map(
  ({ family, sweep }) => html`<h3>${familyTitle(family)}</h3>
${sweepTable(family)}
${figureSection(sweep, { captioned: false })}
<details><summary>The verdicts of ${family.name} in words</summary>
${verdictsSection(family.input)}
</details>
`,
)}`;
}

/** Every figure under its title, that on the conditions that no sweep made first. */
function figureSections({ plain, families }: ReportParts): Markup[] {
  const keys = Object.keys(plain.figures) as (keyof Figures)[];
  return keys.flatMap((key) => {
    const main = plain.figures[key];
    const swept = families.flatMap(({ family, figures }) => {
      const figure = figures[key];
      return figure ? [{ family, figure }] : [];
    });
    const table = (part: ReportInput) => (key === 'lives' ? livesTable(part.analysis) : undefined);
    const title = main?.title ?? swept[0]?.figure.title;
    if (title === undefined) return [];
    return [
      html`<h2>${title}</h2>
${main && figureSection(main)}${table(plain.input)}
${swept.map(({ family, figure }) => folded(family, html`${figureSection(figure, { captioned: !main })}${table(family.input)}`))}`,
    ];
  });
}

function folded(family: Family, content: Markup): Markup {
  return html`<details><summary>${familyTitle(family)}</summary>
${content}
</details>
`;
}
