import { decimalsIn } from './decimal.ts';
import type { Question } from './question.ts';
import { trimEnds } from './trimEnds.ts';

/** Around an answer in LaTeX: the box, text in a formula, the formula. */
const LATEX = /\\(?:boxed|text|mathrm|mathbf)\s?\{|\\[()[\]]/g;
const FRACTION = /\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g;
/** A letter that names a choice, before its text. */
const LETTERED = /^(?:option|choice)?\s?\(?([a-z])[).:]\s/;
const NAMED = /^(?:option|choice)\s\(?([a-z])\)?$/;

/** How choices are compared: case, space, punctuation and emphasis around them do not count. */
export function choiceKey(answer: string): string {
  return settled(answer, (text) => {
    const plain = text.normalize('NFKC').replaceAll('{,}', ',').replaceAll(FRACTION, '$1/$2');
    const key = trimEnds(plain.replaceAll(LATEX, ' ').toLowerCase().replaceAll(/\s+/g, ' '));
    return /^\$[^$]+\$$/.test(key) ? key.slice(1, -1) : key;
  });
}

/**
 * What an answer is counted as, to the questions of a file.
 *
 * One that says a choice is that choice as the file spells it: `**Approve.**` is `approve`, and where choices are letters
 * `(B)`, `Option B` and `B) Paris` are `B`; any other answer to questions with choices stays as it is. An answer that is a
 * number is that number in one way of writing ({@link decimalsIn}); where every open answer of the file is a number, so is one
 * that holds a single number, after its last equals sign if it has one (`12 + 30 = 42 apples` is `42`), a percent sign being
 * a unit like any other. Other open answers are in lower case, without what {@link choiceKey} leaves out.
 */
export function canonicalOf(questions: readonly Question[]): (answer: string) => string {
  const choices = new Map(
    questions.flatMap((one) => one.choices ?? []).map((choice) => [choiceKey(choice), choice]),
  );
  const open = questions.filter((one) => one.choices === null).flatMap(labelsOf);
  const numeric = open.length > 0 && open.every((label) => wholeNumber(choiceKey(label)) !== undefined);
  const openForm = (answer: string) => {
    const text = choiceKey(answer);
    return wholeNumber(text) ?? (numeric ? singleNumber(text) : undefined) ?? text;
  };
  const once = (answer: string): string => {
    const key = choiceKey(answer);
    const letter = (LETTERED.exec(key) ?? NAMED.exec(key))?.[1];
    const choice = choices.get(key) ?? (letter === undefined ? undefined : choices.get(letter));
    return choice ?? (open.length > 0 ? openForm(answer) : answer);
  };
  return (answer) => settled(answer, once);
}

/** The labels of a question, those of its flipped one included. */
function labelsOf({ labels, flipped }: Question): readonly string[] {
  return [...Object.values(labels), ...Object.values(flipped?.labels ?? {})];
}

/** The number that a text is, a percent sign left out; undefined if it is none, or more. */
function wholeNumber(text: string): string | undefined {
  return /^[-+\u2212$€£¥\d.,/e%\s]+$/.test(text) ? onlyNumber(text) : undefined;
}

function singleNumber(text: string): string | undefined {
  return onlyNumber(text.slice(text.lastIndexOf('=') + 1));
}

function onlyNumber(text: string): string | undefined {
  const numbers = decimalsIn(text);
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** What applying a function again leaves as it is: Unicode lets one pass bring forth what the next one changes. */
function settled(text: string, once: (text: string) => string): string {
  const next = once(text);
  return next === text ? text : settled(next, once);
}
