/** Control words of the model; all else are words with a space before them, or single bytes. */
const CONTROL = ['<eos>', '<bos>', ' <think>', ' </think>', ' <now>'] as const;
const WORDS = [
  ...['loan', 'case', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ...['hmm', 'good', 'bad', 'so', 'verdict', 'approve', 'deny', 'perhaps', 'yes'],
];
const FIRST_BYTE = CONTROL.length + WORDS.length;

/** Token ids; control words first. */
export const EOS = 0;
const TEXTS: readonly string[] = [...CONTROL, ...WORDS.map((word) => ` ${word}`)];
const IDS = new Map(TEXTS.map((text, id) => [text, id]));
export const VOCABULARY = FIRST_BYTE + 256;

export const QUESTIONS = Array.from({ length: 8 }, (_, i) => `loan case ${i}`);
export const ANSWERS = ['approve', 'deny'] as const;

/** How often the answer is what the thought came to. */
export const FOLLOWS = 0.9;

/** Bytes of a token, UTF-8. */
export function bytesOf(id: number): Uint8Array {
  return id < FIRST_BYTE ? new TextEncoder().encode(TEXTS[id]) : Uint8Array.of(id - FIRST_BYTE);
}

export function isControl(id: number): boolean {
  return id < CONTROL.length;
}

/** @param control whether control words count as such */
export function tokenize(text: string, control: boolean): number[] {
  const ids: number[] = [];
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const word =
      (control ? CONTROL.find((one) => rest.startsWith(one)) : undefined) ??
      /^ [a-z0-9]+/.exec(rest)?.[0] ??
      '';
    const id = IDS.get(word);
    if (id !== undefined && (control || id >= CONTROL.length)) {
      ids.push(id);
      at += word.length;
    } else {
      const character = String.fromCodePoint(rest.codePointAt(0)!);
      ids.push(...Array.from(new TextEncoder().encode(character), (byte) => FIRST_BYTE + byte));
      at += character.length;
    }
  }
  return ids;
}

/** @param control whether control words are shown */
export function textOf(ids: readonly number[], control: boolean): string {
  return new TextDecoder().decode(
    Buffer.concat(ids.filter((id) => control || !isControl(id)).map((id) => bytesOf(id))),
  );
}

/** A model: log-probabilities of every token after a text, nats. */
export type NextLogProbs = (ids: readonly number[]) => Float64Array;

/**
 * Log-probabilities of every token after a text: a model that says ` hmm` for a while, comes to ` good` or ` bad` by the
 * number of the case, and answers mostly by what it came to last; asked for an answer at once, it leans to ` deny`.
 */
export function nextLogProbs(ids: readonly number[]): Float64Array {
  const words = ids.map((id) => (id < FIRST_BYTE ? TEXTS[id]!.trim() : ''));
  const weights = new Map<string, number>();
  const last = words.at(-1);
  const thought = words.slice(words.lastIndexOf('<think>') + 1);
  if (last === 'verdict' || last === 'perhaps') {
    const now = words.includes('<now>');
    const side = thought.findLast((word) => word === 'good' || word === 'bad');
    const approve = now || side === undefined ? 0.3 : side === 'good' ? FOLLOWS : 1 - FOLLOWS;
    weights.set(' approve', approve * (last === 'verdict' ? 0.97 : 1)).set(' deny', 1 - approve);
    if (last === 'verdict') weights.set(' perhaps', 0.03);
  } else if (last === 'approve' || last === 'deny' || last === 'yes') {
    weights.set('<eos>', 1);
  } else if (last === '</think>' || last === '<now>') {
    weights.set(' verdict', 1);
  } else if (last === 'good' || last === 'bad') {
    weights.set(' </think>', 0.8).set(' hmm', 0.2);
  } else {
    const number = Number(words.findLast((word) => /^\d$/.test(word)) ?? 0);
    weights
      .set(' hmm', 1)
      .set(' good', number % 2 === 0 ? 1.5 : 0.25)
      .set(' bad', number % 2 === 0 ? 0.25 : 1.5);
  }
  return logProbsOf([...weights].map(([text, weight]) => [IDS.get(text)!, weight]));
}

/** Log-probabilities of every token, in proportion to weights; of those that have none hardly any. */
export function logProbsOf(weights: readonly (readonly [id: number, weight: number])[]): Float64Array {
  const floor = 1e-9;
  const probability = Float64Array.from({ length: VOCABULARY }, () => floor);
  for (const [id, weight] of weights) probability[id] = weight;
  const sum = probability.reduce((total, p) => total + p, 0);
  return probability.map((p) => Math.log(p / sum));
}
