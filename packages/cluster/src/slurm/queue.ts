import type { QueueEntry, QueueState } from '../submission/status.ts';

/** What Slurm says of an element of an array. */
export interface SlurmEntry extends QueueEntry {
  /** `<array>_<index>` */
  readonly id: string;
}

/** What `squeue` is asked for, for {@link readQueue}. */
export const QUEUE_FORMAT = '%i|%T|%N|%r';
/** What `sacct` is asked for. */
export const ACCOUNTING_FORMAT = 'JobID,State,NodeList,Reason';

const RUNNING = ['RUNNING', 'COMPLETING', 'STAGE_OUT', 'SIGNALING', 'STOPPED', 'SUSPENDED'];
const WAITING = [
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESIZING',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
  'PREEMPTED',
];

/** Reads lines of {@link QUEUE_FORMAT} or, parsable, of {@link ACCOUNTING_FORMAT}; what is no element of an array is left out. */
export function readQueue(text: string): SlurmEntry[] {
  return text.split('\n').flatMap((line): SlurmEntry[] => {
    const [id = '', said = '', node = '', ...reason] = line.split('|');
    if (!/^\d+_\d+$/.test(id)) return [];
    // `CANCELLED by 1000`
    const [word = ''] = said.split(/[ +]/);
    return [{ id, state: stateOf(word), word, node: given(node), reason: given(reason.join('|')) }];
  });
}

function stateOf(word: string): QueueState {
  if (word === 'COMPLETED') return 'done';
  if (word === 'CANCELLED' || word === 'REVOKED') return 'cancelled';
  if (RUNNING.includes(word)) return 'runs';
  return WAITING.includes(word) ? 'waits' : 'failed';
}

function given(text: string): string | null {
  return ['', 'None', '(null)', 'None assigned', 'Unknown'].includes(text) ? null : text;
}
