import type { RandomStream } from '@vestige/random';
import TinyQueue from 'tinyqueue';
import type { Task } from './sweep.ts';

/** Machines that run tasks, each one at a time, and the cache that they share. */
export interface Cluster {
  readonly workers: number;
  /** Seconds before a job can ask the cache: its scheduler, its workspace, the graph of tasks. */
  readonly start: number;
  /** Bytes a second that the cache serves and takes, over all workers. */
  readonly bandwidth: number;
  /** Bytes a second that one worker can take. */
  readonly link: number;
  /** Seconds that a request takes beside its bytes. */
  readonly latency: number;
  /** Pre-emptions in an hour of a worker at work. */
  readonly preemptions: number;
  /** Seconds until a job that was pre-empted may be started again. */
  readonly requeue: number;
  /** Seconds of work between checkpoints; Infinity without. */
  readonly checkpoint: number;
}

/** What a simulated sweep came to. Seconds are of workers, but for `makespan`. */
export interface Outcome {
  /** Seconds from the first start to the last end. */
  readonly makespan: number;
  /** Work that counted. */
  readonly worked: number;
  /** Work that was done and lost. */
  readonly lost: number;
  /** Starts of jobs, those after pre-emptions included. */
  readonly starting: number;
  /** Waiting for the cache. */
  readonly moving: number;
  readonly preempted: number;
  /** Of the cache: entries asked for, found or not. */
  readonly gets: number;
  readonly puts: number;
  /** Bytes taken from the cache. */
  readonly taken: number;
  /** Bytes brought to it. */
  readonly brought: number;
  /** Most requests in a second. */
  readonly peak: number;
}

type Phase = 'starting' | 'taking' | 'working' | 'bringing';

/** A task on a worker. */
interface Attempt {
  readonly task: number;
  readonly worker: number;
  phase: Phase;
  /** When the phase began. */
  since: number;
  over: boolean;
}

interface Event {
  readonly time: number;
  happen(): void;
}

/** Bytes on their way: its end, on a clock that runs as fast as each of them moves. */
interface Flow {
  readonly end: number;
  readonly attempt: Attempt;
  arrive(): void;
}

/**
 * Runs tasks on a cluster, event by event: who is free takes the task that waits longest; entries that its node has not had
 * yet come from the cache, whose bandwidth all share alike; pre-emptions come to workers at work as a Poisson process.
 */
export function simulate(
  tasks: readonly Task[],
  { workers, start, bandwidth, link, latency, preemptions, requeue, checkpoint }: Cluster,
  stream: RandomStream,
): Outcome {
  const counts = { worked: 0, lost: 0, starting: 0, moving: 0, preempted: 0 };
  const cache = { gets: 0, puts: 0, taken: 0, brought: 0 };
  const requests = new Map<number, number>();
  const byTime = (a: { readonly time: number }, b: { readonly time: number }) => a.time - b.time;
  const events = new TinyQueue<Event>([], byTime);
  const flows = new TinyQueue<Flow>([], (a, b) => a.end - b.end);
  const waiting = tasks.map(({ after }) => after.length);
  const followers: number[][] = tasks.map(() => []);
  for (const [i, { after }] of tasks.entries()) for (const before of after) followers[before]!.push(i);
  const saved = new Float64Array(tasks.length);
  const nodes = Array.from({ length: workers }, () => new Set<number>());
  const idle = Array.from({ length: workers }, (_, worker) => worker);
  const ready: number[] = [];
  let taken = 0; // of ready, from its beginning
  let [now, clock, moving, makespan] = [0, 0, 0, 0];

  const rate = () => Math.min(link, bandwidth / moving);
  const at = (seconds: number, happen: () => void) => events.push({ time: now + seconds, happen });
  const ask = (count: number) => {
    const second = Math.floor(now);
    requests.set(second, (requests.get(second) ?? 0) + count);
  };

  const move = (bytes: number, attempt: Attempt, arrive: () => void) => {
    moving++;
    flows.push({ end: clock + bytes, attempt, arrive });
  };

  /** Ends a phase of an attempt, and counts what it took. */
  const spend = (attempt: Attempt, next: Phase) => {
    const seconds = now - attempt.since;
    if (attempt.phase === 'starting') counts.starting += seconds;
    else if (attempt.phase !== 'working') counts.moving += seconds;
    Object.assign(attempt, { phase: next, since: now });
    return seconds;
  };

  const preempt = (attempt: Attempt) => {
    if (attempt.over) return;
    attempt.over = true;
    counts.preempted++;
    if (attempt.phase === 'taking' || attempt.phase === 'bringing') moving--;
    const { task, phase } = attempt;
    const seconds = spend(attempt, 'starting');
    const kept = phase === 'working' ? Math.floor(seconds / checkpoint) * checkpoint || 0 : 0;
    if (phase === 'working') counts.lost += seconds - kept;
    else if (phase === 'bringing') counts.lost += tasks[task]!.seconds - saved[task]!;
    counts.worked += kept;
    saved[task]! += kept;
    idle.push(attempt.worker);
    at(requeue, () => {
      ready.push(task);
      dispatch();
    });
    dispatch();
  };

  const finish = (attempt: Attempt) => {
    const { task, worker } = attempt;
    spend(attempt, 'starting');
    attempt.over = true;
    counts.worked += tasks[task]!.seconds - saved[task]!;
    cache.puts++;
    cache.brought += tasks[task]!.bytes;
    nodes[worker]!.add(task);
    makespan = now;
    for (const next of followers[task]!) if (--waiting[next]! === 0) ready.push(next);
    idle.push(worker);
    dispatch();
  };

  const work = (attempt: Attempt) => {
    spend(attempt, 'working');
    at(tasks[attempt.task]!.seconds - saved[attempt.task]!, () => {
      if (attempt.over) return;
      spend(attempt, 'bringing');
      ask(1);
      move(tasks[attempt.task]!.bytes + latency * link, attempt, () => finish(attempt));
    });
  };

  const take = (attempt: Attempt) => {
    if (attempt.over) return;
    spend(attempt, 'taking');
    const has = nodes[attempt.worker]!;
    const absent = tasks[attempt.task]!.needs.filter((one) => !has.has(one));
    const bytes = absent.reduce((sum, one) => sum + tasks[one]!.bytes, 0);
    // Its own entry is asked for too, and not there.
    const gets = absent.length + 1;
    ask(gets);
    cache.gets += gets;
    move(bytes + gets * latency * link, attempt, () => {
      cache.taken += bytes;
      for (const one of absent) has.add(one);
      work(attempt);
    });
  };

  const dispatch = () => {
    while (idle.length > 0 && taken < ready.length) {
      const attempt: Attempt = {
        ...{ task: ready[taken++]!, worker: idle.pop()! },
        ...{ phase: 'starting', since: now, over: false },
      };
      at(start, () => take(attempt));
      if (preemptions > 0) {
        at((-Math.log(1 - stream.uniform()) * 3600) / preemptions, () => preempt(attempt));
      }
    }
  };

  for (const [i, count] of waiting.entries()) if (count === 0) ready.push(i);
  dispatch();
  for (;;) {
    while (flows.peek()?.attempt.over) flows.pop();
    const flow = flows.peek();
    const event = events.peek();
    const arrival = flow ? now + Math.max(0, flow.end - clock) / rate() : Infinity;
    if (!flow && !event) break;
    if (flow && arrival <= (event?.time ?? Infinity)) {
      flows.pop();
      clock = flow.end;
      now = arrival;
      moving--;
      flow.arrive();
    } else {
      events.pop();
      if (moving > 0) clock += (event!.time - now) * rate();
      now = event!.time;
      event!.happen();
    }
  }
  return { makespan, ...counts, ...cache, peak: Math.max(0, ...requests.values()) };
}
