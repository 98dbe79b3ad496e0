import type { Subject } from '../intervention.ts';

/** The other subjects of the same group of prompts; all others if it is the only one of its group. */
export function othersAlike(subject: Subject, subjects: readonly Subject[]): readonly Subject[] {
  const others = subjects.filter((other) => other !== subject);
  const alike = others.filter(({ problem }) => problem.group === subject.problem.group);
  return alike.length > 0 ? alike : others;
}
