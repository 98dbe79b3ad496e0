import type { Context, Writing, Written } from '@vestige/policy';
import { type TextFormat, textOf, thoughtInText, thoughtOutOfText } from '../format/textFormat.ts';
import { closeOf } from './promptTexts.ts';

/** Tells what was written on from a context apart: its thought, and its answer. */
export async function writtenOf(
  { question, thought }: Context,
  until: Writing['until'],
  stop: Written['stop'],
  raw: string,
  format: TextFormat,
): Promise<Written> {
  if (thought === null) {
    const after = textOf(closeOf(format, '')) + raw;
    const answer = until === 'answer' ? await answerOf(after, stop, question, format) : null;
    return { thought: '', answer, stop, raw };
  }
  const given = thoughtInText(format, thought);
  const text = given + raw;
  const end = format.endOfThought(text, given.length);
  return {
    thought: thoughtOutOfText(format, end < 0 ? text : text.slice(0, end)),
    answer: until === 'answer' && end >= 0 ? await answerOf(text.slice(end), stop, question, format) : null,
    stop: until === 'thought' && end >= 0 ? 'end' : stop,
    raw,
  };
}

/**
 * The answer of a text that begins where the thought ends; null if it is none, or was cut off while something could be added.
 */
export async function answerOf(
  after: string,
  stop: Written['stop'],
  question: string,
  format: TextFormat,
): Promise<string | null> {
  return stop === 'end' || format.answered(after) ? await format.answerIn(after, question) : null;
}
