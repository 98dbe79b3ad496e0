import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** How long the machine is watched, ms, and how much of a core may be busy meanwhile. */
const WATCH = 100;
const BUSY = 0.25;

/** How long to wait for a quiet machine, ms, in all. */
let patience = 20 * 60_000;

/**
 * Waits until nobody else computes, or until patience is used up. Where the system does not say (no `/proc/stat`),
 * it waits for nothing. A process that comes later disturbs a repetition; hence medians.
 */
export async function untilQuiet(): Promise<void> {
  while (patience > 0) {
    const before = busyTime();
    if (before === undefined) return;
    await setTimeout(WATCH);
    const busy = ((busyTime()! - before) * TICK) / WATCH;
    if (busy < BUSY) return;
    patience -= WATCH;
  }
}

/** A tick of `/proc/stat`, ms. */
const TICK = 10;

function busyTime(): number | undefined {
  try {
    return busyTicks(readFileSync('/proc/stat', 'utf8'));
  } catch {
    return undefined;
  }
}

/** Ticks that all cores together spent on processes and interrupts, from the text of `/proc/stat`. */
export function busyTicks(stat: string): number {
  const [, user, nice, system, _idle, _waiting, ...interrupts] = stat
    .slice(0, stat.indexOf('\n'))
    .split(/\s+/);
  const [hard, soft] = interrupts;
  return [user, nice, system, hard, soft].reduce((sum, ticks) => sum + Number(ticks), 0);
}
