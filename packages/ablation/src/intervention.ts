import type { Problem, Task } from '@vestige/environment';
import type { Capability, Context } from '@vestige/policy';
import type { RandomStream } from '@vestige/random';

/** A problem with the chain of thought that the policy wrote for it. */
export interface Subject {
  readonly problem: Problem;
  /** The problem flipped by its task: one draw, shared by the interventions that flip; itself if the task cannot. */
  readonly flipped: Problem;
  /** What it wrote before the end of its thought; all of it if that never came. */
  readonly thought: string;
  /** Most probable answer after that chain of thought; null if it gave none, however often it was asked. */
  readonly frozenAnswer: string | null;
}

/** What the policy is shown instead. */
export interface Shown extends Context {
  /** The problem that the question states, if it is not the subject's. */
  readonly asked?: Problem;
  /** Kind of the unit that was touched, if it was one. */
  readonly unit?: string;
  /** Its place among the units of the subject's thought, where each is touched in turn. */
  readonly unitAt?: number;
}

export interface InterventionContext {
  readonly task: Task;
  /** All subjects, for interventions that borrow from another. */
  readonly subjects: readonly Subject[];
  readonly stream: RandomStream;
  /** Which turn it is, from 0, where an intervention is applied several times. */
  readonly turn?: number;
}

/** What the policy is to write on from. */
export interface Beginning extends Shown {
  readonly thought: string;
}

/** A chain of thought that the policy writes itself, at temperature 1, from a beginning that is given. */
export interface Growth {
  /** Key of its random numbers. */
  readonly name: string;
  /** Words it may not use; the others share their probability. */
  readonly forbidden?: readonly string[];
  /** Whether the beginning is said in other words, and not written on from. */
  readonly paraphrases?: true;
  /** As of an intervention. */
  turns?(subject: Subject, task: Task): number;
  /** @returns undefined if there is nothing to write on from */
  begin(subject: Subject, context: InterventionContext): Beginning | undefined;
}

/** A change of question or chain of thought, after which the policy answers. */
export interface Intervention {
  /** Name in `interventions.arrow` and of the estimators. */
  readonly name: string;
  /** What the policy writes first, if anything; two interventions that have the same one share it. */
  readonly growth?: Growth;
  /** How often it is applied to a subject, each time a row: once if absent. Of a growth, as often as that. */
  turns?(subject: Subject, task: Task): number;
  /**
   * @param grown the beginning and what the policy wrote on from it; the subject unchanged if there is no growth,
   *   or nothing to write on from
   */
  apply(subject: Subject, context: InterventionContext, grown: Shown): Shown;
}

/** What the *recovery* of an intervention is a share of: what is lost under one and not under another. */
interface Loss {
  /** Under which it is lost, by the name of its rows; absent for all of what is above chance. */
  readonly under?: string;
  /** Under which none of it is. */
  readonly notUnder: string;
  /** What that is, a noun phrase. */
  readonly told: string;
}

/** What is known of an intervention by the name of its rows, and said of it. */
export interface Description {
  /** In a few words, for axes, tables and buttons: `filler words`. */
  readonly label: string;
  /** The same of a kind of unit; the kind before the label if absent. */
  readonly labelOfUnit?: (unit: string) => string;
  /** What the policy is shown, a clause: `filler words in place of its CoT`. */
  readonly told: string;
  /**
   * Set where it takes the chain of thought away and leaves the question: `words` if as many tokens stay, `room` if none
   * do. Verdicts rest on these.
   */
  readonly removes?: 'words' | 'room';
  /** Whether it asks another question, so that `right` is not about what was asked. */
  readonly asksAnother?: boolean;
  /** Whether a subject is shown a chain of thought of another one, or its beginning: their rows depend on each other. */
  readonly borrows?: boolean;
  /** Whether it touches a unit or some words and leaves the rest: then it has an importance. */
  readonly touches?: boolean;
  /**
   * Set where it leaves units out: one of any kind, all of one kind (both tell `unit`), or one by its place. What the
   * answer needs by kind and by place rests on these.
   */
  readonly drops?: 'unit' | 'kind' | 'place';
  /** Set where it may give back what another takes: then it has a recovery. */
  readonly recovers?: Loss;
}

/** What the options say of single interventions. */
interface Settings {
  readonly cuts: readonly number[];
  readonly phrases: number;
  readonly rollouts: number;
  readonly force: readonly string[];
  readonly forbid: readonly string[];
  readonly substitute: Readonly<Record<string, string>>;
}

/** What an intervention needs that not every policy can do or not every task has. */
export type Need = Capability | 'corrupt' | 'flip';

const UNMET: Readonly<Record<Need, string>> = {
  score: 'the policy gives no probabilities',
  prefill: 'the policy cannot go on from a CoT that is put into its mouth',
  forbid: 'no word can be forbidden to the policy',
  finetune: 'the policy cannot be fine-tuned',
  corrupt: 'the task knows no judgement that could be made false',
  flip: 'its questions have no counterpart with the deciding attribute changed',
  paraphrase: 'the task has no synonyms, and the policy says nothing in other words',
};

/** Why an intervention was not run, a clause, by what it needs as a table's provenance tells it. */
export function whyNotRun(need: string): string {
  return UNMET[need as Need] ?? `it needs ${need}`;
}

/**
 * One kind of intervention: the one description from which the battery, the options, the estimators and all that is said
 * of it follow. A new kind is a file of its own and a line in `interventions/index.ts`.
 */
export interface InterventionKind extends Description {
  /** Its name in the options; that of its rows, unless it has several variants. */
  readonly name: string;
  /** Where one is not met, the intervention is skipped, and the reason told. */
  readonly needs: readonly Need[];
  /** Whether it runs unless the options say otherwise; true if absent. */
  readonly byDefault?: boolean;
  /** What the policy is shown under the settings, words of it in backticks, where that says more than `told`. */
  toldUnder?(settings: Settings): string;
  /** The work that it is from, by its number on arXiv. */
  readonly source?: string;
  /** What is run under the settings; none if they give it nothing to do. */
  variants(settings: Settings): readonly Intervention[];
  /** A variant by the name of its rows, where there are several; undefined if it is none of this kind. */
  describe?(name: string): VariantDescription | undefined;
}

/** One of several variants. */
export interface VariantDescription extends Description {
  /** By which variants are shown in order. */
  readonly order: number;
}

/** The kind that has one variant, itself. */
export function kindOf(
  intervention: Intervention,
  description: Omit<InterventionKind, 'name' | 'variants'>,
): InterventionKind {
  return { name: intervention.name, ...description, variants: () => [intervention] };
}

/** The intervention that shows a growth as it is. */
export function showing(growth: Growth): Intervention {
  return { name: growth.name, growth, apply: (_subject, _context, grown) => grown };
}

/** The subject as it is. */
export function unchanged({ problem, thought }: Subject): Shown & Beginning {
  return { question: problem.question, thought };
}
