import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ByEstimator } from '@vestige/analysis';
import { readCheckedJson } from '@vestige/manifest';
import { findExperiment } from '../experiments.ts';
import { UsageError } from '../failure.ts';
import { metricsFile } from '../needs/metricsFile.ts';
import { shortPath } from '../terminal/shortPath.ts';
import { experimentNames } from '../workspace.ts';
import type { ComparedEstimate, Figures } from './compare.ts';

/** metrics.json does not say it, and the default is seldom changed. */
const USUAL_CONFIDENCE = 0.95;

const FILES = ['metrics.json', 'analysis.json'];

/**
 * The figures that a word of the command line names: an experiment (`loan`, `loan-quick` for its preset), a
 * metrics.json or analysis.json, or a folder that holds one.
 */
export function figuresOf(named: string): Figures {
  const entry = statSync(named, { throwIfNoEntry: false });
  if (entry?.isDirectory() && !existsSync(join(named, 'experiment.json'))) {
    const file = FILES.map((name) => join(named, name)).find((path) => existsSync(path));
    if (file) return read(file);
    throw new UsageError(`${named}: neither ${FILES.join(' nor ')} in it; expected the folder of a report`);
  }
  if (named.endsWith('.json') && basename(named) !== 'experiment.json') return read(named);
  const { name, preset } = presetIn(named);
  const experiment = findExperiment(name, preset);
  return read(metricsFile(experiment, { named: name }), experiment.analysis.confidence);
}

/** Names of experiments have no hyphen, so what stands behind one is a preset. */
function presetIn(named: string): { name: string; preset: string | undefined } {
  const [name = '', preset] = named.split('-');
  return experimentNames().includes(name) ? { name, preset } : { name: named, preset: undefined };
}

/** What is read of a metrics.json or an analysis.json. */
interface FiguresJson extends Omit<Figures, 'name' | 'conditions'> {
  readonly experiment: string;
  readonly conditions: Readonly<
    Record<
      string,
      Pick<Figures['conditions'][string], 'verdict'> & {
        readonly estimates: Readonly<Record<string, ComparedEstimate>>;
      }
    >
  >;
}

function estimatesIn(
  path: string,
  named: Readonly<Record<string, ComparedEstimate>>,
): ByEstimator<ComparedEstimate> {
  try {
    return ByEstimator.from(named);
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`);
  }
}

function read(file: string, confidence = USUAL_CONFIDENCE): Figures {
  const path = shortPath(file);
  if (!existsSync(file)) {
    throw new UsageError(`${path}: no such file; expected a metrics.json or an analysis.json`);
  }
  const content = readCheckedJson(path) as Partial<FiguresJson>;
  if (!content?.conditions || !content.experiment) {
    throw new UsageError(`${path}: has no conditions; expected a metrics.json or an analysis.json`);
  }
  return {
    name: content.experiment,
    confidence: content.confidence ?? confidence,
    settings: content.settings,
    conditions: Object.fromEntries(
      Object.entries(content.conditions).map(([name, { verdict, estimates }]) => [
        name,
        { verdict, estimates: estimatesIn(path, estimates) },
      ]),
    ),
  };
}
