import type { Argv } from 'yargs';

interface CommandModule {
  /** What each of its commands takes and does: all that the list of commands needs; false for one that is not listed. */
  readonly commands: Readonly<Record<string, string | false>>;
  load(): Promise<(parser: Argv) => Argv>;
}

const MODULES: readonly CommandModule[] = [
  {
    commands: {
      'run <experiment>':
        'Run an experiment from training to report, an overview, a calibration or imported runs, through the cache',
    },
    load: async () => (await import('./commands/run.ts')).runCommand,
  },
  {
    commands: {
      'submit <experiment>':
        'Queue what `vestige run` would run as jobs of a cluster, but for what is cached',
      'status <experiment>': 'Tell how it stands with the jobs of what was submitted last',
      'cancel <experiment>': 'Cancel the jobs of what was submitted last',
    },
    load: async () => (await import('./commands/cluster.ts')).clusterCommands,
  },
  {
    commands: {
      'job <submission> <array>': false,
      'task <experiment>': false,
      'matrix <experiment>': false,
      'pod <submission>': false,
      'conduct <jobs>': false,
    },
    load: async () => (await import('./commands/job.ts')).jobCommands,
  },
  {
    commands: {
      'pretrain <experiment>': 'Train a base policy of a seed on demonstrations',
      'train <experiment>': 'Train the policy of a condition and seed by reinforcement learning',
      'ablate <experiment>': 'Run the interventions on the chain of thought of a trained policy',
      'analyze <experiment>':
        'Estimate what the chain of thought still does, over all runs; of imported runs what they reinforced',
      'report <experiment>': 'Write the page of what a file describes, with metrics.json and figures',
    },
    load: async () => (await import('./commands/stages.ts')).stageCommands,
  },
  {
    commands: { 'simulate <calibration>': 'Simulate experiments on a planted policy of a calibration' },
    load: async () => (await import('./commands/simulate.ts')).simulateCommand,
  },
  {
    commands: {
      'import <path>': 'Import the rollouts that a trainer left behind: recognise, describe and convert them',
    },
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    commands: { 'convert <imported>': 'Convert the rollouts that a trainer left behind into tables' },
    load: async () => (await import('./commands/convert.ts')).convertCommand,
  },
  {
    commands: {
      'list [name]': 'List what there is to run, or the runs of one with their Nx projects',
    },
    load: async () => (await import('./commands/list.ts')).listCommand,
  },
  {
    commands: { 'open [name]': 'Open a report in the browser, or serve it on this machine' },
    load: async () => (await import('./commands/open.ts')).openCommand,
  },
  {
    commands: { 'show <file>': 'Tell in words what an Arrow file or a checkpoint holds' },
    load: async () => (await import('./commands/show.ts')).showCommand,
  },
  {
    commands: { 'compare <a> <b>': 'Tell two reports apart: verdicts and estimates that differ' },
    load: async () => (await import('./commands/compare.ts')).compareCommand,
  },
  {
    commands: {
      'check <experiment>': 'Hold the figures of a report against the checks in its experiment file',
    },
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    commands: {
      'export <experiment>':
        'Write tables (CSV, LaTeX), figures (PDF, SVG), methods and references for a paper',
    },
    load: async () => (await import('./commands/export.ts')).exportCommand,
  },
  {
    commands: {
      'sample <checkpoint>': 'Talk to a policy: see its chain of thought, edit it, see the answer change',
    },
    load: async () => (await import('./commands/sample.ts')).sampleCommand,
  },
  {
    commands: {
      new: 'Make an experiment, questions, rollouts, an environment, intervention or estimator to start from',
    },
    load: async () => (await import('./commands/new.ts')).newCommand,
  },
  {
    commands: {
      cache: 'Share the cache of stages between machines: serve it, say who may use it, audit it',
    },
    load: async () => (await import('./commands/cache.ts')).cacheCommand,
  },
  {
    commands: {
      doctor: 'Check what the stages need here: Node, kernels, backend, disk, experiments',
    },
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
];

/**
 * Adds the command that the first word names. If it names none, the list of commands is enough, and those are loaded
 * that another word may name: the schema of experiments takes longer to load than all else at start.
 *
 * @param typed the words after `vestige`
 */
export async function addCommands(parser: Argv, typed: readonly string[]): Promise<void> {
  const named = (words: readonly string[]) =>
    MODULES.filter((module) => namesOf(module).some((name) => words.includes(name)));
  const [first] = named(typed.slice(0, 1));
  const loaded = first ? [first] : named(typed);
  for (const module of first ? [first] : MODULES) {
    if (loaded.includes(module)) (await module.load())(parser);
    else {
      for (const [command, told] of Object.entries(module.commands)) {
        if (told === false) parser.command(command, false);
        else parser.command(command, told);
      }
    }
  }
}

function namesOf({ commands }: CommandModule): string[] {
  return Object.keys(commands).map((command) => command.split(' ')[0]!);
}
