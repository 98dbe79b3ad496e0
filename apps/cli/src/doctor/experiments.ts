import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExperiment, runsOf } from '@vestige/experiment';
import { shortPath } from '../terminal/shortPath.ts';
import { EXPERIMENTS, experimentNames } from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** One finding an experiment, all of its presets included. */
export function checkExperiments(): Finding[] {
  const names = experimentNames();
  if (names.length === 0) {
    return [warning('experiments', `none in ${EXPERIMENTS}`, 'vestige new experiment NAME')];
  }
  return names.map(checkExperiment);
}

function checkExperiment(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'experiment.json'));
  const check = `experiment ${name}`;
  try {
    const runs = runsOf(loadExperiment(file)).length;
    const presets = Object.keys(JSON.parse(readFileSync(file, 'utf8')).presets ?? {});
    for (const preset of presets) loadExperiment(file, preset);
    const variants = presets.length === 0 ? '' : `, presets ${presets.join(', ')}`;
    return ok(check, `valid: ${runs} runs${variants}`);
  } catch (error) {
    const [first, ...more] = (error as Error).message.split('\n');
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return problem(check, `${first}${rest}`, 'mend the field in the file');
  }
}
