import type { Analysis } from '@vestige/analysis';
import { type Experiment, projectName } from '@vestige/experiment';
import { citationBibtex } from '@vestige/report/parts';
import { restClauses, testsText, verdictText } from './analysis.ts';
import { environmentClauses } from './environment.ts';
import { interventionClauses } from './interventions.ts';
import { policyClauses, pretrainingClauses } from './policy.ts';
import { about, cite, citedIn, joined, latexOf, markdownOf, names, type Prose, prose } from './prose.ts';
import { bibliography } from './references.ts';
import { reinforcementClauses } from './reinforcement.ts';

/** A methods section, in the forms in which it is taken away. */
export interface Methods {
  readonly markdown: string;
  /** To be put into a document by `\input`. */
  readonly latex: string;
  /** BibTeX of the works that it cites. */
  readonly references: string;
}

/**
 * The methods of an experiment, from its settings as they are in force: what conditions share is said once, and
 * where they differ, what holds for which.
 *
 * @param version of Vestige
 */
export function writeMethods(experiment: Experiment, analysis: Analysis, version: string): Methods {
  const paragraphs = Object.entries(paragraphsOf(experiment, analysis, version)).filter(
    ([, text]) => text.length > 0,
  );
  const references = bibliography(citedIn(paragraphs.flatMap(([, text]) => text)), citationBibtex(version));
  const { title } = experiment;
  return {
    markdown: [
      `# ${markdownOf([`Methods: ${title}`])}`,
      ...paragraphs.map(([heading, text]) => `**${heading}.** ${markdownOf(text)}`),
    ]
      .map((block) => `${block}\n`)
      .join('\n'),
    latex: [
      `% ${latexOf([`Methods: ${title}`])}`,
      ...paragraphs.map(([heading, text]) => `\\paragraph{${heading}.} ${latexOf(text)}`),
    ]
      .map((block) => `${block}\n`)
      .join('\n'),
    references,
  };
}

function paragraphsOf(
  experiment: Experiment,
  analysis: Analysis,
  version: string,
): Readonly<Record<string, Prose>> {
  const { bases, conditions, ablation, seeds } = experiment;
  const each = <T, R>(entries: Readonly<Record<string, T>>, tell: (entry: T) => R) =>
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, tell(entry)]));
  const { backend, kernels } = analysis;
  return {
    Environment: about(each(bases, (base) => environmentClauses(base, Object.values(bases)))),
    Policy: about(each(bases, policyClauses)),
    Pretraining: about(each(bases, pretrainingClauses)),
    'Reinforcement learning': about(
      each(conditions, (condition) => reinforcementClauses(condition, Object.keys(bases).length)),
    ),
    Interventions: about(each(bases, (base) => interventionClauses(ablation, base))),
    Verdicts: verdictText(analysis),
    Statistics: [
      ...about(each(analysis.conditions, (condition) => restClauses(condition, analysis))),
      ...testsText(analysis),
    ],
    Software: prose`Every policy was pretrained and trained under ${seeds.length === 1 ? 'the seed' : 'each of the seeds'} ${joined(seeds.map((seed) => prose`${String(seed)}`))}. All figures are of the experiment ${names([projectName(experiment)])} of Vestige ${version}${cite('vestige')}, computed on the backend ${names([backend])}${kernels ? prose` with the kernels ${names([kernels])}` : ''}; the same settings and kernels give the same bits.`,
  };
}
