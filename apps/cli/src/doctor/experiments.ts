import { join } from 'node:path';
import { loadCalibration } from '@vestige/calibration/file';
import { loadExperiment, loadOverview, presetsOf, runsOf } from '@vestige/experiment';
import { IMPORTED_FILE, loadImported } from '@vestige/imported/file';
import { counted } from '../terminal/layout.ts';
import { shortPath } from '../terminal/shortPath.ts';
import {
  calibrationNames,
  EXPERIMENTS,
  experimentNames,
  importedNames,
  overviewNames,
} from '../workspace.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** One finding a file, all of its presets included. */
export function checkExperiments(): Finding[] {
  const names = experimentNames();
  if (names.length === 0) {
    return [warning('experiments', `none in ${EXPERIMENTS}`, 'vestige new experiment NAME')];
  }
  return [
    ...names.map(checkExperiment),
    ...overviewNames().map(checkOverview),
    ...calibrationNames().map(checkCalibration),
    ...importedNames().map(checkImported),
  ];
}

function checkOverview(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'overview.json'));
  return checkFile(`overview ${name}`, file, (preset) => {
    const { compare, experiments } = loadOverview(file, preset);
    return `${counted(compare.length, 'row')} of ${counted(experiments.length, 'experiment')}`;
  });
}

function checkExperiment(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'experiment.json'));
  return checkFile(`experiment ${name}`, file, (preset) =>
    counted(runsOf(loadExperiment(file, preset)).length, 'run'),
  );
}

function checkCalibration(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, 'calibration.json'));
  return checkFile(
    `calibration ${name}`,
    file,
    (preset) => `${loadCalibration(file, preset).policies.length} planted policies`,
  );
}

function checkImported(name: string): Finding {
  const file = shortPath(join(EXPERIMENTS, name, IMPORTED_FILE));
  return checkFile(`imported ${name}`, file, (preset) =>
    counted(Object.keys(loadImported(file, preset).runs).length, 'run'),
  );
}

/** @param load reads the file with a preset, or as it stands, and says what is in it */
function checkFile(check: string, file: string, load: (preset?: string) => string): Finding {
  try {
    const content = load();
    const presets = presetsOf(file);
    for (const preset of presets) load(preset);
    const variants = presets.length === 0 ? '' : `, presets ${presets.join(', ')}`;
    return ok(check, `valid: ${content}${variants}`);
  } catch (error) {
    const [first, ...more] = (error as Error).message.split('\n');
    const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
    return problem(check, `${first}${rest}`, 'mend the field in the file');
  }
}
