import { Interrupted } from './stages/shared/interrupted.ts';

/** Names the process of the `vestige run` that a stage belongs to. */
export const RUN_VARIABLE = 'VESTIGE_RUN';
/** Set by Nx for its tasks. */
const TASK_VARIABLE = 'NX_TASK_TARGET_PROJECT';
/** Milliseconds between two looks at it. */
const PAUSE = 500;

let controller: AbortController | undefined;

/**
 * A signal that is aborted by Ctrl-C, a termination request, or the end of the pipeline that a stage is part of, so that
 * it can clean up; a second request ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  if (controller) return controller.signal;
  controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller!.signal.aborted) process.exit(130);
      controller!.abort(new Interrupted('interrupted; nothing was left under a final name'));
    });
  }
  endWithRun(controller);
  return controller.signal;
}

/** Stops the stage that this process runs; false if it runs none. */
export function stopStage(): boolean {
  controller?.abort(new Interrupted('stopped; nothing was left under a final name'));
  return controller !== undefined;
}

/** Aborts a stage of a pipeline when `vestige run`, or Nx, is no longer there to take its result. */
function endWithRun(stage: AbortController): void {
  const run = Number(process.env[RUN_VARIABLE]);
  const parent = process.env[TASK_VARIABLE] === undefined ? undefined : process.ppid;
  const look = () => {
    if ((run && !isAlive(run)) || (parent && process.ppid !== parent)) {
      stage.abort(
        new Interrupted('the pipeline that it belongs to has ended; nothing was left under a final name'),
      );
      clearInterval(timer);
    }
  };
  const timer = setInterval(look, PAUSE).unref();
  look();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
