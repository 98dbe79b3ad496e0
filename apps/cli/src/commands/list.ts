import type { Argv } from 'yargs';
import { UsageError } from '../failure.ts';
import { furtherWholeOf } from '../furtherWholes.ts';
import { inWorkspace } from '../needs/typedTask.ts';
import { overviewOrExperimentOf, presetOf } from '../options.ts';
import { shortPath } from '../terminal/shortPath.ts';
import {
  calibrationNames,
  EXPERIMENTS,
  experimentNames,
  importedNames,
  overviewNames,
} from '../workspace.ts';

/** Adds `vestige list`: what there is to run, and the runs of one experiment. */
export function listCommand(yargs: Argv): Argv {
  return yargs.command(
    'list [name]',
    'List what there is to run, or the runs of one with their Nx projects',
    (y) =>
      y
        .positional('name', {
          type: 'string',
          describe:
            'An experiment, an overview, a calibration or imported runs, or the Nx project; without it, all of them',
        })
        .option('preset', { type: 'string', describe: 'Named variant in the experiment file' })
        .option('quick', { type: 'boolean', describe: 'Short for --preset quick' })
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 list', 'what there is, with its presets, and how to run it')
        .example('$0 list loan --quick', 'its runs, their Nx projects, and what has been made'),
    async ({ name, preset, quick, json }) => {
      const variant = presetOf({ preset, quick });
      if (name === undefined && variant !== undefined) {
        throw new UsageError(`--preset ${variant} goes with a name; see \`vestige list --help\``);
      }
      const [{ listAll }, { tellAll, tellOne }] = await Promise.all([
        import('../list/list.ts'),
        import('../list/tell.ts'),
      ]);
      if (name === undefined) {
        const all = listAll();
        console.log(json ? JSON.stringify(all, null, 2) : tellAll(all).join('\n'));
        return;
      }
      const one = await listOne(variant === undefined ? fromProject(name) : { named: name, preset: variant });
      console.log(json ? JSON.stringify(one, null, 2) : tellOne(one).join('\n'));
    },
  );
}

/** Names have no hyphen, so what stands behind one in the name of a project is the preset. */
function fromProject(name: string): { named: string; preset: string | undefined } {
  const [first = '', preset] = name.split('-');
  const known = [...experimentNames(), ...overviewNames(), ...calibrationNames(), ...importedNames()];
  return known.includes(first) ? { named: first, preset } : { named: name, preset: undefined };
}

async function listOne({ named, preset }: { named: string; preset: string | undefined }) {
  const { listExperiment, listFurther, listOverview } = await import('../list/list.ts');
  const args = { experiment: named, preset, quick: undefined, backend: undefined };
  const further = furtherWholeOf(args);
  const { overview, experiment } = further ? {} : overviewOrExperimentOf(args);
  const found = further?.report.whole ?? overview ?? experiment!;
  if (!inWorkspace(found)) {
    throw new UsageError(
      `${found.directory}: \`vestige list\` tells what is in ${shortPath(EXPERIMENTS)}, where the pipeline looks`,
    );
  }
  if (further) return listFurther(further, named);
  return overview ? listOverview(overview, named) : listExperiment(experiment!, named);
}
