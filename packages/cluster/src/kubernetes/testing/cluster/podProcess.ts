import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Pod } from './schemas.ts';
import { makeVolumes, type VolumeSources } from './volumes.ts';

/** How a container is started on this machine. */
export interface PodOptions {
  readonly name: string;
  readonly pod: Pod;
  /** Null in a Job that has none. */
  readonly index: number | null;
  /** Folder that holds what goes with the pod. */
  readonly folder: string;
  readonly log: string;
  readonly sources: VolumeSources;
  /** Folder of the workspace of an image. */
  image(name: string): string;
  secret(name: string, key: string): string | undefined;
  /** Host names of the cluster, and where they are on this machine. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** How a pod ended. */
export interface Ended {
  readonly exitCode: number;
  /** Whether it was taken away. */
  readonly disrupted: boolean;
  readonly overdue: boolean;
}

/** A container that runs, as processes of this machine. */
export interface PodProcess {
  readonly ended: Promise<Ended>;
  /** Takes it away: no process of it is left, and none was asked. */
  disrupt(): void;
  /** Asks it to end, and ends it when its grace is over. */
  terminate(): void;
}

/**
 * Starts the container of a pod: with the environment that the manifest gives it and no more, and with the folders that
 * it mounts in the place of their paths, wherever a word or a variable begins with one.
 */
export function startPod(options: PodOptions): PodProcess {
  const { name, pod, index, folder, log, sources, image, secret, hosts } = options;
  const [container] = pod.containers;
  mkdirSync(folder, { recursive: true });
  const volumes = makeVolumes(pod, folder, sources);
  const workspace = image(container.image);
  const places = new Map([
    ...hosts,
    [container.workingDir, workspace] as const,
    ...container.volumeMounts.map(({ name, mountPath }) => [mountPath, volumes.get(name)!] as const),
  ]);
  const here = (text: string) => {
    const found = [...places].find(([place]) => text === place || text.startsWith(`${place}/`));
    return found === undefined ? text : found[1] + text.slice(found[0].length);
  };
  const env: Record<string, string> = {
    PATH: [join(workspace, 'node_modules/.bin'), '/usr/bin', '/bin'].join(delimiter),
    HOSTNAME: name,
    ...(index === null ? {} : { JOB_COMPLETION_INDEX: String(index) }),
  };
  for (const variable of container.env) {
    if ('value' in variable) env[variable.name] = here(variable.value);
    else {
      const { name, key } = variable.valueFrom.secretKeyRef;
      const value = secret(name, key);
      if (value === undefined) throw new Error(`there is no Secret ${name} with the key ${key}`);
      env[variable.name] = value;
    }
  }
  const output = openSync(log, 'a');
  const [command, ...words] = container.command.map(here);
  const child = spawn(command!, words, {
    cwd: here(container.workingDir),
    env,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  return follow(child, options);
}

function follow(child: ChildProcess, { name, pod, folder }: PodOptions): PodProcess {
  let disrupted = false;
  let overdue = false;
  const kill = () => void killAll(name);
  let grace: NodeJS.Timeout | undefined;
  const terminate = () => {
    child.kill('SIGTERM');
    grace ??= setTimeout(kill, 1000 * pod.terminationGracePeriodSeconds);
  };
  const { activeDeadlineSeconds } = pod;
  const deadline =
    activeDeadlineSeconds === undefined
      ? undefined
      : setTimeout(() => {
          overdue = true;
          terminate();
        }, 1000 * activeDeadlineSeconds);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', async (code, signal) => {
      clearTimeout(deadline);
      clearTimeout(grace);
      // A container ends with its first process.
      await killAll(name);
      rmSync(folder, { recursive: true, force: true });
      const exitCode = code ?? (signal === 'SIGKILL' ? 137 : 143);
      // One that had ended by itself before was not taken away.
      resolve({ exitCode, disrupted: disrupted && exitCode !== 0, overdue });
    });
  });
  return {
    ended,
    disrupt() {
      disrupted = true;
      kill();
    },
    terminate,
  };
}

/** Milliseconds that processes are given to be gone. */
const PAUSE = 5;

/** Kills every process that has the host name of a pod, until there is none. */
async function killAll(name: string): Promise<void> {
  for (let found = true; found; await wait(PAUSE)) {
    found = false;
    for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      if (!isOf(name, pid)) continue;
      found = true;
      try {
        process.kill(Number(pid), 'SIGKILL');
      } catch {
        // It has ended.
      }
    }
  }
}

function isOf(name: string, pid: string): boolean {
  try {
    // Of one that is dead and not yet waited for, there is nothing.
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`HOSTNAME=${name}`);
  } catch {
    return false;
  }
}
