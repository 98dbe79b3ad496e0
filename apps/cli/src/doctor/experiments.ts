import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExperiment, loadOverview, overviewPresets, runsOf } from '@vestige/experiment';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, experimentNames, overviewNames } from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** One finding an experiment or overview, all of its presets included. */
export function checkExperiments(): Finding[] {
  const names = experimentNames();
  if (names.length === 0) {
    return [warning('experiments', `none in ${EXPERIMENTS}`, 'vestige new experiment NAME')];
  }
  return [...names.map(checkExperiment), ...overviewNames().map(checkOverview)];
}

function checkOverview(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'overview.json'));
  return valid(`overview ${name}`, () => {
    const { compare, experiments } = loadOverview(file);
    const presets = overviewPresets(file);
    for (const preset of presets) loadOverview(file, preset);
    return `${compare.length} rows of ${experiments.length} experiments${variants(presets)}`;
  });
}

function checkExperiment(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'experiment.json'));
  return valid(`experiment ${name}`, () => {
    const runs = runsOf(loadExperiment(file)).length;
    const presets = Object.keys(JSON.parse(readFileSync(file, 'utf8')).presets ?? {});
    for (const preset of presets) loadExperiment(file, preset);
    return `${runs} runs${variants(presets)}`;
  });
}

function variants(presets: readonly string[]): string {
  return presets.length === 0 ? '' : `, presets ${presets.join(', ')}`;
}

/** @param load says what there is, or throws */
function valid(check: string, load: () => string): Finding {
  try {
    return ok(check, `valid: ${load()}`);
  } catch (error) {
    const [first, ...more] = (error as Error).message.split('\n');
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return problem(check, `${first}${rest}`, 'mend the field in the file');
  }
}
