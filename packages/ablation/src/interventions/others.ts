import type { RandomStream } from '@vestige/random';
import type { InterventionContext, Subject } from '../intervention.ts';

/** The subjects of a group of prompts, and those of them that gave, or did not give, an answer. */
interface Group {
  readonly all: readonly Subject[];
  readonly answering: ReadonlyMap<string | null, readonly Subject[]>;
  readonly answeringOtherwise: ReadonlyMap<string | null, readonly Subject[]>;
}

/** By group, of one battery: to look through all subjects for each takes the square of their number. */
const known = new WeakMap<readonly Subject[], Map<string | undefined, Group>>();

/** The group of prompts that a subject borrows from: its own, or all subjects if it is the only one of its own. */
function groupOf(subject: Subject, subjects: readonly Subject[]): Group {
  const groups = known.get(subjects) ?? new Map<string | undefined, Group>();
  known.set(subjects, groups);
  const name = subject.problem.group;
  const found = groups.get(name);
  if (found) return found;
  const own = subjects.filter(({ problem }) => problem.group === name);
  const all = own.length > 1 ? own : subjects;
  const answers = [...new Set(all.map(({ frozenAnswer }) => frozenAnswer))];
  const those = (keep: (subject: Subject, answer: string | null) => boolean) =>
    new Map(answers.map((answer) => [answer, all.filter((one) => keep(one, answer))]));
  const group = {
    all,
    answering: those(({ frozenAnswer }, answer) => frozenAnswer === answer),
    answeringOtherwise: those(({ frozenAnswer }, answer) => frozenAnswer !== answer),
  };
  groups.set(name, group);
  return group;
}

/** Which other subjects there are to borrow from: those that answer alike or otherwise, or any. */
type Which = 'alike' | 'otherwise' | 'any';

/** How often each subject has been borrowed from, by battery and intervention. */
const borrowed = new WeakMap<readonly Subject[], Map<string, Map<Subject, number>>>();

/**
 * One of the other subjects of the same group of prompts, drawn among those that answer alike or otherwise.
 *
 * Where problems are those of a file, each is borrowed from as often as any other: if some lent their thoughts several times and
 * others never, prompts would vary together, and an interval that draws prompts again would be too narrow.
 *
 * @param by the intervention that borrows
 * @returns undefined if there is none
 */
export function drawOther(
  by: string,
  subject: Subject,
  { subjects, stream, task }: InterventionContext,
  which: Which,
): Subject | undefined {
  const others = candidates(subject, subjects, which);
  return task.sample
    ? leastBorrowed(timesBorrowed(by, subjects), subject, others, stream)
    : drawn(subject, others, stream);
}

/** Whom a subject may borrow from; itself among them where it answers as they do. */
function candidates(subject: Subject, subjects: readonly Subject[], which: Which): readonly Subject[] {
  const { all, answering, answeringOtherwise } = groupOf(subject, subjects);
  if (which === 'any') return all;
  return which === 'alike'
    ? (answering.get(subject.frozenAnswer) ?? [])
    : (answeringOtherwise.get(subject.frozenAnswer) ?? all);
}

function drawn(subject: Subject, some: readonly Subject[], stream: RandomStream): Subject | undefined {
  const self = some.indexOf(subject);
  const count = self < 0 ? some.length : some.length - 1;
  if (count === 0) return undefined;
  const at = stream.integer(count);
  return some[self < 0 || at < self ? at : at + 1];
}

/** How often each subject of a battery has been borrowed from by an intervention so far. */
function timesBorrowed(by: string, subjects: readonly Subject[]): Map<Subject, number> {
  const ofBattery = borrowed.get(subjects) ?? new Map<string, Map<Subject, number>>();
  borrowed.set(subjects, ofBattery);
  const times = ofBattery.get(by) ?? new Map<Subject, number>();
  ofBattery.set(by, times);
  return times;
}

function leastBorrowed(
  times: Map<Subject, number>,
  subject: Subject,
  some: readonly Subject[],
  stream: RandomStream,
): Subject | undefined {
  let least = Number.POSITIVE_INFINITY;
  let fewest: Subject[] = [];
  for (const one of some) {
    const count = times.get(one) ?? 0;
    if (one === subject || count > least) continue;
    if (count < least) [least, fewest] = [count, []];
    fewest.push(one);
  }
  if (fewest.length === 0) return undefined;
  const lender = stream.choice(fewest);
  times.set(lender, least + 1);
  return lender;
}
