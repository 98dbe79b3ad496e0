import type { Figures } from './figures/index.ts';
import { html } from './html.ts';
import type { ReportInput } from './report.ts';
import { comparisonsTable, estimatesTable, seedsTable } from './sections/estimates.ts';
import { examplesSection } from './sections/examples.ts';
import { figureSection } from './sections/figure.ts';
import { makingSection } from './sections/making.ts';
import { trainingTable } from './sections/training.ts';
import { verdictsSection } from './sections/verdicts.ts';
import { selfContained } from './shell.ts';

/** `report.html`. */
export function renderPage({ analysis, experiment, generator }: ReportInput, figures: Figures): string {
  const { battery, unchanged, earlyAnswering, flip, training, learning } = figures;
  return selfContained(
    experiment.title,
    generator.version,
    html`<h1>${experiment.title}</h1>
${experiment.claim ? html`<p class="claim">${experiment.claim}</p>` : undefined}
${verdictsSection(analysis, experiment)}
<h2>${battery.title}</h2>
${figureSection(battery)}
<h2>${unchanged.title}</h2>
${figureSection(unchanged)}
${[earlyAnswering, flip, training, learning].map((figure) =>
  figure ? html`<h2>${figure.title}</h2>\n${figureSection(figure)}\n` : undefined,
)}<h2>Where each run stopped</h2>
${trainingTable(analysis)}
<h2>Which interventions change the accuracy</h2>
<p class="note">Percentage points, on the same prompts. Bold: Holm-corrected p below ${+(1 - analysis.confidence).toFixed(4)}.</p>
${comparisonsTable(analysis)}
<h2>All estimates</h2>
<p class="note">Final policies, over all seeds that were solved; beside each its interval.</p>
${estimatesTable(analysis)}
<h3>By seed</h3>
${seedsTable(analysis)}
<h2>Rollouts</h2>
<p class="note">Drawn at random from the final policies, not picked. Underlined: phrases of the chain of thought.</p>
${examplesSection(analysis)}
<h2>How it was made</h2>
${makingSection(analysis, experiment, generator.version)}
<footer>Made by Vestige ${generator.version} from the analysis of ${analysis.experiment}. Figures for other tools are in <code>metrics.json</code>.</footer>
`,
  );
}
