import { type Browsed, parseText, QueryError, queryOf, type RolloutIndex } from '@vestige/browse';
import type { Reinforcement, ReinforcementOptions } from '@vestige/reinforcement';
import type { BrowseFacts, FoundCourse, FoundPage, ShownFeature } from '@vestige/rollouts-page';
import type { z } from 'zod';
import { RequestError } from '../reply.ts';
import type { courseRequest, searchRequest } from './requests.ts';
import { type RunFeatures, shower } from './shown.ts';

/** Rollouts of a step that are shown side by side with those of others. */
const BESIDE = 4;

/** What a browser is made of. */
export interface BrowserInput {
  readonly title: string;
  readonly rollouts: Browsed;
  /** What the analysis found, by run. */
  readonly runs: Readonly<Record<string, Reinforcement>>;
  /** Text in which it looked for features. */
  readonly where: ReinforcementOptions['where'];
}

/** Answers what the page of rollouts asks. */
export class RolloutBrowser {
  readonly #rollouts: Browsed;
  readonly #about: Pick<BrowseFacts, 'title' | 'features'>;
  readonly #shown: ReturnType<typeof shower>;

  constructor({ title, rollouts, runs, where }: BrowserInput) {
    this.#rollouts = rollouts;
    const ofRuns = new Map<string, RunFeatures>();
    const features: ShownFeature[] = [];
    for (const [run, { features: all }] of Object.entries(runs)) {
      const found = all.filter(({ received }) => received?.discovered);
      ofRuns.set(run, { first: features.length, features: found });
      for (const feature of found) {
        const { value, low, high } = feature.received!;
        features.push({
          ...{ run, kind: feature.kind, name: feature.name, received: value, low, high },
          beyondAnswer: feature.beyondAnswer?.value ?? null,
          query: queryOf(feature) ?? null,
        });
      }
    }
    this.#about = { title, features };
    this.#shown = shower(ofRuns, where);
  }

  get facts(): BrowseFacts {
    const { index, missing } = this.#rollouts;
    return { ...index.facts, ...this.#about, missing };
  }

  /** @throws {RequestError} if a text has a mistake */
  search(query: z.infer<typeof searchRequest>): FoundPage {
    return asked(() => {
      const { rollouts, ...page } = this.#rollouts.index.search(
        query as Parameters<RolloutIndex['search']>[0],
      );
      const text = parseText(query.text ?? '');
      return { ...page, rollouts: rollouts.map((rollout) => this.#shown(rollout, text)) };
    });
  }

  /** @throws {RequestError} if there is no such problem */
  course({ problem, steps, offset, text }: z.infer<typeof courseRequest>): FoundCourse {
    return asked(() => {
      const query = parseText(text);
      const { index } = this.#rollouts;
      const whole = index.course(problem, [], 0, 0);
      if (!whole) throw new RequestError(`there is no problem ${problem}`);
      const chosen = steps.length > 0 ? steps : telling(whole.steps.map(({ step }) => step));
      const course = index.course(problem, chosen, offset, BESIDE)!;
      return {
        ...course,
        shown: course.shown.map(({ step, rollouts }) => ({
          step,
          rollouts: rollouts.map((rollout) => this.#shown(rollout, query)),
        })),
      };
    });
  }
}

/** First, middle and last. */
function telling(steps: readonly (number | null)[]): (number | null)[] {
  return [...new Set([0, Math.floor((steps.length - 1) / 2), steps.length - 1])].map((at) => steps[at]!);
}

function asked<T>(answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    throw error instanceof QueryError ? new RequestError(error.message) : error;
  }
}
