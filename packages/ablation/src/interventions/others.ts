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
  return task.sample
    ? leastBorrowed(by, subject, subjects, which, stream)
    : drawAny(subject, subjects, which, stream);
}

function drawAny(
  subject: Subject,
  subjects: readonly Subject[],
  which: Which,
  stream: RandomStream,
): Subject | undefined {
  const { all, answering, answeringOtherwise } = groupOf(subject, subjects);
  if (which === 'otherwise') {
    const different = answeringOtherwise.get(subject.frozenAnswer) ?? all;
    return different.length > 0 ? stream.choice(different) : undefined;
  }
  const some = which === 'any' ? all : (answering.get(subject.frozenAnswer) ?? []);
  const self = some.indexOf(subject);
  const count = self < 0 ? some.length : some.length - 1;
  if (count === 0) return undefined;
  const at = stream.integer(count);
  return some[self < 0 || at < self ? at : at + 1];
}

function leastBorrowed(
  by: string,
  subject: Subject,
  subjects: readonly Subject[],
  which: Which,
  stream: RandomStream,
): Subject | undefined {
  const { all, answering, answeringOtherwise } = groupOf(subject, subjects);
  const ways = { any: all, alike: answering.get(subject.frozenAnswer) };
  const others = (which === 'otherwise' ? answeringOtherwise.get(subject.frozenAnswer) : ways[which]) ?? [];
  const ofBattery = borrowed.get(subjects) ?? new Map<string, Map<Subject, number>>();
  borrowed.set(subjects, ofBattery);
  const counts = ofBattery.get(by) ?? new Map<Subject, number>();
  ofBattery.set(by, counts);
  const least = Math.min(...others.map((one) => (one === subject ? Infinity : (counts.get(one) ?? 0))));
  const fewest = others.filter((one) => one !== subject && (counts.get(one) ?? 0) === least);
  if (fewest.length === 0) return undefined;
  const drawn = stream.choice(fewest);
  counts.set(drawn, least + 1);
  return drawn;
}
