import { stopStage } from './signals.ts';
import { toldBySystem } from './systemFailure.ts';
import { asTypedHere } from './terminal/asTypedHere.ts';

const INTERRUPTED = 130;

/** A mistake in what was typed. The message is one line that says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Prints what went wrong in one line per mistake, for the person who reads it; returns the exit code. */
export function reportFailure(error: unknown): number {
  const { name, message, exitCode = 1 } = error as Error & { exitCode?: number };
  console.error(`vestige: ${asTypedHere(toldBySystem(error) ?? message)}`);
  if (process.env.VESTIGE_DEBUG) console.error(error);
  return name === 'Interrupted' ? INTERRUPTED : exitCode;
}

/**
 * A reader that has seen enough, such as `head`, closes the pipe: no reason to complain. A stage is stopped instead,
 * since nobody is there any more who takes its result, and clears away what it began.
 */
export function leaveQuietlyOnClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!stopStage()) process.exit(0);
    });
  }
}
