import { UsageError } from '../failure.ts';
import { shortPath } from '../terminal/shortPath.ts';

/** A stage, or the report of an overview or calibration, as one types it. */
export interface TypedTask {
  /** The command line that does it. */
  readonly command: string;
  /** The command line that does it and all it depends on; undefined outside the workspace. */
  readonly whole: string | undefined;
  /** What it reads of earlier tasks. */
  readonly inputs: () => readonly Input[];
}

/** A file or folder that a task reads, and the task that makes it. */
export interface Input {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly present: boolean;
  readonly by: TypedTask;
}

/** More commands than this are too many for a line. */
const MOST_COMMANDS = 3;

/**
 * Makes sure that what a task reads of earlier ones is there.
 *
 * @throws {UsageError} naming the first file that is missing, and the commands that make it
 */
export function expectInputs(task: TypedTask): void {
  const [first, ...others] = missingOf(task);
  if (!first) return;
  const commands = commandsOf(first.by);
  const short = commands.length <= MOST_COMMANDS || task.whole === undefined;
  const makes = short ? inOrder(commands) : `\`${task.whole}\` makes it`;
  const left = others.filter(({ by }) => !commands.includes(by.command)).length;
  const all = short && task.whole !== undefined ? `; \`${task.whole}\` makes all` : '';
  const more = left === 0 ? '' : ` (${left} more ${left === 1 ? 'is' : 'are'} missing${all})`;
  throw new UsageError(`${shortPath(first.path)}: no such ${first.kind}; ${makes}${more}`);
}

/** Which command makes what a task writes: the whole of it in the workspace, else what comes first. */
export function whatMakes(task: TypedTask): string {
  return task.whole === undefined ? inOrder(commandsOf(task)) : `\`${task.whole}\` makes it`;
}

function missingOf(task: TypedTask): Input[] {
  return task.inputs().filter(({ present }) => !present);
}

/** The commands that do a task, in order: those of what is missing before it, and its own. */
function commandsOf(task: TypedTask): string[] {
  return [...new Set([...missingOf(task).flatMap(({ by }) => commandsOf(by)), task.command])];
}

function inOrder(commands: readonly string[]): string {
  return commands.length <= MOST_COMMANDS
    ? `\`${commands.join(' && ')}\` makes it`
    : `\`${commands[0]}\` is the first of ${commands.length} commands that make it`;
}
