import { STAGES } from '@vestige/experiment';
import { IMPORTED_STAGES } from '@vestige/imported/tasks';

/** `> nx run loan-biased-s0:train  [local cache]` */
const HEADING = /^> nx run ((\S+):([^\s:]+))(?:\s+\[(.*)\])?$/;
/** ` NX   Running target report for project loan and 19 tasks it depends on:` */
const TASKS = /Running target \S+ for project \S+ and (\d+) tasks? it depends on/;
/** `loan-biased-s0: ablation: 7 checkpoints, 15360 answers (2s)`: the one line that a stage ends with. */
const STAGE_LINE = /^(\S+): .*$/;
/** `loan-biased-s0: vestige: runs/...: no such file`. */
const COMPLAINT = /^(\S+): vestige: (.*)$/;
const ENDS_STAGE = / \((?:\d+m)?\d+s\)$/;
/** `- mini:analyze`, below this line. */
const FAILED = /^Failed tasks:/;
const LISTED = /^- (\S+)$/;
/** What Nx says of itself: ` NX   DB execute batch error: ...`. */
const FRAMED = /^ NX {3}(.+)$/;
const DATABASE = /SqliteFailure|database disk image|not a database/i;
/** Projects that have to be built, by the target that waits for them. */
const BUILDS = Map.groupBy(
  [...Object.values(STAGES), ...Object.values(IMPORTED_STAGES)].flatMap(({ name, builds }) =>
    builds.map((project): [stage: string, project: string] => [name, project]),
  ),
  ([stage]) => stage,
);

/** Reads what Nx prints of a pipeline, line by line. */
export interface PipelineLines {
  /** What to tell of a line: undefined for Nx's own framing, and for the replayed output of what came from the cache. */
  told(line: string): string | undefined;
  /** Lines that were not told, for when the pipeline fails; none where each task that failed has said why. */
  readonly heldBack: readonly string[];
  /** What stages said of why they failed. */
  readonly complaints: readonly string[];
  /** Why the pipeline stopped, as the end of a sentence. */
  readonly failure: string;
  /** How many tasks came from the cache. */
  readonly cached: number;
}

/**
 * Puts behind each line of a stage how many of the tasks are done: those that came from the cache, those whose stage
 * has said its last line, and the builds that a later task has waited for. Nx itself says when a task begins only.
 *
 * @param projects whose stages are told, with those of the projects whose names begin alike
 */
export function pipelineLines(projects: readonly string[]): PipelineLines {
  const heldBack: string[] = [];
  const complaints: string[] = [];
  const complained = new Set<string>();
  const cached = new Set<string>();
  const done = new Set<string>();
  /** Task by project: the tasks of one project run one after the other. */
  const running = new Map<string, string>();
  let tasks = 1;
  let replaying = false;
  return {
    complaints,
    get heldBack() {
      const failed = failedTasks(heldBack);
      return failed.length > 0 && failed.every((task) => complained.has(task)) ? [] : heldBack;
    },
    get failure() {
      return failureIn(heldBack);
    },
    get cached() {
      return cached.size;
    },
    told(line) {
      const [, task, project, target, from] = HEADING.exec(line) ?? [];
      if (task && project && target) {
        replaying = from !== undefined;
        if (replaying) {
          cached.add(task);
          done.add(task);
        } else {
          running.set(project, task);
          // Builds say nothing at their end: they are done when a stage begins that waits for them.
          for (const [, built] of BUILDS.get(target) ?? []) {
            if (running.get(built) === `${built}:build`) done.add(`${built}:build`);
          }
        }
        return undefined;
      }
      const [, speaker = ''] = STAGE_LINE.exec(line) ?? [];
      if (speaker !== '' && projects.some((name) => speaker.startsWith(name))) {
        const current = running.get(speaker);
        const [, , complaint] = COMPLAINT.exec(line) ?? [];
        if (complaint !== undefined) {
          complaints.push(complaint);
          if (current !== undefined) complained.add(current);
        }
        if (current !== undefined && ENDS_STAGE.test(line)) done.add(current);
        return `[${done.size}/${tasks}] ${line}`;
      }
      if (!replaying && line.trim() !== '') {
        const [, dependencies] = TASKS.exec(line) ?? [];
        if (dependencies) tasks = Number(dependencies) + 1;
        heldBack.push(line);
      }
      return undefined;
    },
  };
}

function failureIn(lines: readonly string[]): string {
  if (lines.some((line) => DATABASE.test(line))) {
    return "Nx's index of its cache is damaged; `npx nx reset` empties the cache, and the next run makes all anew";
  }
  const failed = failedTasks(lines);
  if (failed.length > 0) return `${failed.join(', ')} failed, and said why above`;
  const framed = lines.flatMap((line) => FRAMED.exec(line)?.slice(1) ?? []);
  return `no stage failed; Nx says: ${framed.at(-1) ?? lines.at(-1) ?? 'nothing'}`;
}

/** The tasks that Nx lists as failed. */
function failedTasks(lines: readonly string[]): string[] {
  const from = lines.findIndex((line) => FAILED.test(line)) + 1;
  const end = lines.findIndex((line, i) => i >= from && !LISTED.test(line));
  return from === 0 ? [] : lines.slice(from, end < 0 ? undefined : end).map((line) => line.slice(2));
}
