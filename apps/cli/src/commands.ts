import type { Argv } from 'yargs';

interface CommandModule {
  readonly names: readonly string[];
  load(): Promise<(parser: Argv) => Argv>;
}

const MODULES: readonly CommandModule[] = [
  { names: ['run'], load: async () => (await import('./commands/run.ts')).runCommand },
  {
    names: ['pretrain', 'train', 'ablate', 'analyze', 'report'],
    load: async () => (await import('./commands/stages.ts')).stageCommands,
  },
  { names: ['simulate'], load: async () => (await import('./commands/simulate.ts')).simulateCommand },
  { names: ['list'], load: async () => (await import('./commands/list.ts')).listCommand },
  { names: ['open'], load: async () => (await import('./commands/open.ts')).openCommand },
  { names: ['show'], load: async () => (await import('./commands/show.ts')).showCommand },
  { names: ['compare'], load: async () => (await import('./commands/compare.ts')).compareCommand },
  { names: ['check'], load: async () => (await import('./commands/check.ts')).checkCommand },
  { names: ['export'], load: async () => (await import('./commands/export.ts')).exportCommand },
  { names: ['sample'], load: async () => (await import('./commands/sample.ts')).sampleCommand },
  { names: ['new'], load: async () => (await import('./commands/new.ts')).newCommand },
  { names: ['doctor'], load: async () => (await import('./commands/doctor.ts')).doctorCommand },
];

/**
 * Adds the command that was named, or all if none was: the schema of experiments takes longer to load than
 * all else at start, and not every command needs it.
 */
export async function addCommands(parser: Argv, named: string | undefined): Promise<void> {
  const one = MODULES.filter(({ names }) => named !== undefined && names.includes(named));
  for (const { load } of one.length > 0 ? one : MODULES) (await load())(parser);
}
