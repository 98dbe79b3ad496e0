import type { Analysis } from '@vestige/analysis';
import { createEnvironment } from '@vestige/environment';
import { type Experiment, projectName } from '@vestige/experiment';
import type { Capability } from '@vestige/policy';
import { citationBibtex } from '@vestige/report/parts';
import { taskOf } from '../../stages/shared/task.ts';
import { restClauses, testsText, verdictText } from './analysis.ts';
import { environmentClauses, questionsClauses } from './environment.ts';
import { givenClauses, TRAINED_ONCE } from './given.ts';
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
  const { bases, conditions, ablation, environment } = experiment;
  const each = <T, R>(entries: Readonly<Record<string, T>>, tell: (entry: T) => R) =>
    Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, tell(entry)]));
  const { backend, kernels } = analysis;
  const given = Object.keys(experiment.policies);
  const ofGiven = <R>(tell: (condition: string) => R) =>
    Object.fromEntries(given.map((condition) => [condition, tell(condition)]));
  const askedOf = (condition: string) => analysis.conditions[condition]?.asked ?? [];
  return {
    Environment:
      environment.kind === 'questions'
        ? about({ questions: questionsClauses(environment, taskOf(experiment, given[0]!)) })
        : about(
            Object.keys(bases).length > 0
              ? each(bases, (base) => environmentClauses(base, Object.values(bases)))
              : { given: environmentClauses({ environment }, [{ environment }]) },
          ),
    Policy: about(each(bases, policyClauses)),
    Pretraining: about(each(bases, pretrainingClauses)),
    'Reinforcement learning': about(
      each(conditions, (condition) => reinforcementClauses(condition, Object.keys(bases).length)),
    ),
    'Policies trained elsewhere': [
      ...about(ofGiven((condition) => givenClauses(experiment.policies[condition]!, askedOf(condition)))),
      ...(given.length > 0 ? TRAINED_ONCE : []),
    ],
    Interventions: about({
      ...each(bases, (base) => interventionClauses(ablation, createEnvironment(base.environment))),
      ...ofGiven((condition) => {
        const can = new Set(askedOf(condition).at(-1)?.can as Capability[] | undefined);
        return interventionClauses(
          ablation,
          taskOf(experiment, condition),
          can,
          askedOf(condition).length > 1,
        );
      }),
    }),
    Verdicts: verdictText(analysis),
    Statistics: [
      ...about(each(analysis.conditions, (condition) => restClauses(condition, analysis))),
      ...testsText(analysis),
    ],
    Software: prose`${seededText(experiment)} All figures are of the experiment ${names([projectName(experiment)])} of Vestige ${version}${cite('vestige')}, computed on the backend ${names([backend])}${kernels ? prose` with the kernels ${names([kernels])}; the same settings and kernels give the same bits` : ''}.`,
  };
}

/** What the seeds decide. */
function seededText({ bases, seeds }: Experiment): Prose {
  const told = prose`${seeds.length === 1 ? 'the seed' : 'each of the seeds'} ${joined(seeds.map((seed) => prose`${String(seed)}`))}`;
  return Object.keys(bases).length > 0
    ? prose`Every policy was pretrained and trained under ${told}.`
    : prose`Prompts were drawn and answers sampled under ${told}.`;
}
