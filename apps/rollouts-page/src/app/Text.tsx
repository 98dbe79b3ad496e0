import type { ShownFeature, ShownText } from '../protocol.ts';
import { strongestOf } from './strongest.ts';

/** Characters of a sentence that is shown of a folded text. */
const LINE = 260;
/** Sentences that are shown of one. */
const FEW = 4;
/** Characters before a match that is far from the beginning of its sentence. */
const BEFORE = 80;
/** Would turn around what follows: shown as what they are. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

interface TextProps {
  readonly shown: ShownText;
  readonly features: readonly ShownFeature[];
  /** Largest reinforcement, of any feature, without its sign. */
  readonly largest: number;
  readonly open: boolean;
}

type Sentence = ShownText['sentences'][number];

/** A text by sentences: all of them, or, folded, those that match, else the first. */
export function Text({ shown, features, largest, open }: TextProps) {
  const { text, sentences, cut } = shown;
  if (text.trim() === '') return <p class="soft">Empty.</p>;
  const chosen = open ? sentences : chosenOf(shown);
  const hidden = sentences.length - chosen.length;
  return (
    <p class="text" dir="auto">
      {chosen.map((sentence, i) => {
        const before = open && i > 0 ? chosen[i - 1]![1] : sentence[0];
        const skipped = !open && sentence !== sentences[sentences.indexOf(chosen[i - 1]!) + 1];
        return (
          <span key={sentence[0]}>
            {skipped && <span class="gap">… </span>}
            {open ? readable(text.slice(before, sentence[0])) : i > 0 && ' '}
            <SentenceText {...{ shown, sentence, features, largest, open }} />
          </span>
        );
      })}
      {hidden > 0 && (
        <span class="gap">
          {' '}
          … {hidden} more {hidden === 1 ? 'sentence' : 'sentences'}
        </span>
      )}
      {open && cut > 0 && <span class="gap"> … {cut.toLocaleString('en')} more characters</span>}
    </p>
  );
}

/** Whether a text has more than is shown of it when it is folded. */
export function isLong(shown: ShownText): boolean {
  const chosen = chosenOf(shown);
  return chosen.length < shown.sentences.length || chosen.some(([start, end]) => end - start > LINE);
}

function chosenOf({ sentences, matches }: ShownText): readonly Sentence[] {
  const matching = sentences.filter(([start, end]) => matches.some(([from, to]) => from < end && to > start));
  return matching.length > 0 ? matching.slice(0, FEW) : sentences.slice(0, 1);
}

interface SentenceProps extends TextProps {
  readonly sentence: Sentence;
}

function SentenceText({ shown: { text, matches }, sentence, features, largest, open }: SentenceProps) {
  const [start, end, numbers] = sentence;
  const own = matches.filter(([from, to]) => from < end && to > start);
  const from = open || end - start <= LINE ? start : Math.max(start, (own[0]?.[0] ?? start) - BEFORE);
  const to = open ? end : Math.min(end, from + LINE);
  const strongest = strongestOf(numbers, features);
  const words = (
    <>
      {from > start && '…'}
      {pieces(own, from, to).map(([at, until, marked]) =>
        marked ? <mark key={at}>{readable(text.slice(at, until))}</mark> : readable(text.slice(at, until)),
      )}
      {to < end && '…'}
    </>
  );
  if (!strongest) return words;
  const share = Math.round(15 + 45 * Math.sqrt(Math.abs(strongest.received) / largest));
  return (
    <span
      class={`sentence ${strongest.received > 0 ? 'for' : 'against'}`}
      style={{ '--shade-share': `${share}%` }}
      data-told={toldOf(numbers, features)}
    >
      {words}
    </span>
  );
}

/** Stretches of a text, and whether each is marked. */
function pieces(
  matches: ShownText['matches'],
  from: number,
  to: number,
): [start: number, end: number, marked: boolean][] {
  const found: [number, number, boolean][] = [];
  let at = from;
  for (const [start, end] of matches) {
    if (end <= at || start >= to) continue;
    if (start > at) found.push([at, start, false]);
    found.push([Math.max(at, start), Math.min(end, to), true]);
    at = Math.min(end, to);
  }
  if (at < to) found.push([at, to, false]);
  return found;
}

function toldOf(numbers: readonly number[], features: readonly ShownFeature[]): string {
  return figuresOf(numbers, features, FEW).join('\n');
}

/** What some features received, a line each, the largest first. */
export function figuresOf(
  numbers: readonly number[],
  features: readonly ShownFeature[],
  most: number,
): string[] {
  return numbers
    .map((number) => features[number]!)
    .sort((a, b) => Math.abs(b.received) - Math.abs(a.received))
    .slice(0, most)
    .map(({ name, received, beyondAnswer }) => {
      const beyond = beyondAnswer === null ? '' : `, beyond the answer ${signed(beyondAnswer)}`;
      return `“${readable(name)}” received ${signed(received)}${beyond}`;
    });
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toPrecision(3)}`;
}

/** A text in which nothing turns around what follows it. */
export function readable(text: string): string {
  return text.replace(TURNING, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
