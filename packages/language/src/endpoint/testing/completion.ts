import { randomStream } from '@vestige/random';
import { EOS, type NextLogProbs, textOf, tokenize, VOCABULARY } from './plantedModel.ts';

/** Draws that no seed decides: each another one, and the same ones whenever tests are run. */
let unseeded = 0;

/** What is asked of the model. */
export interface Asked {
  readonly prompt: readonly number[];
  readonly maxTokens: number;
  readonly temperature: number;
  /** Null draws differently each time. */
  readonly seed: number | null;
  readonly stop: readonly string[];
  readonly bias: Readonly<Record<string, number>>;
  /** Whether control words are shown in the text, and stop strings can match them. */
  readonly control: boolean;
  /** Nats by which log-probabilities are off, at random. */
  readonly noise: number;
  /** Whether another model writes, that says ` bad` for ` good`. */
  readonly changed: boolean;
}

/** What it wrote. */
export interface Completion {
  readonly ids: readonly number[];
  /** Of every token, before each of the ids: [ids][vocabulary], nats, without bias and temperature. */
  readonly logProbs: readonly Float64Array[];
  readonly text: string;
  readonly finish: 'stop' | 'length';
}

/** Lets a planted model write. The end of the text is one of its ids. */
export function complete(nextLogProbs: NextLogProbs, asked: Asked): Completion {
  const { prompt, maxTokens, temperature, seed, stop, bias, control, noise, changed } = asked;
  const stream = seed === null ? randomStream(unseeded++, 'unseeded') : randomStream(seed, 'completion');
  const ids: number[] = [];
  const logProbs: Float64Array[] = [];
  for (;;) {
    const text = textOf(
      ids.filter((id) => id !== EOS),
      control,
    );
    const at = Math.min(...stop.map((one) => text.indexOf(one)).filter((i) => i >= 0));
    if (Number.isFinite(at)) {
      const kept = ids.slice(0, ids.length - tokenize(stop[0]!, true).length);
      return { ids: kept, logProbs: logProbs.slice(0, kept.length), text: text.slice(0, at), finish: 'stop' };
    }
    if (ids.at(-1) === EOS) return { ids, logProbs, text, finish: 'stop' };
    if (ids.length >= maxTokens) return { ids, logProbs, text, finish: 'length' };
    const model = nextLogProbs([...prompt, ...ids]);
    const next = (changed ? swapped(model) : model).map((logProb) => logProb + noise * (Math.random() - 0.5));
    logProbs.push(next);
    const logits = next.map((logProb, id) => logProb + (bias[id] ?? 0));
    ids.push(temperature === 0 ? argmax(logits) : draw(logits, temperature, stream.uniform()));
  }
}

function swapped(logProbs: Float64Array): Float64Array {
  const [good, bad] = [tokenize(' good', false)[0]!, tokenize(' bad', false)[0]!];
  return logProbs.map((logProb, id) =>
    id === good ? logProbs[bad]! : id === bad ? logProbs[good]! : logProb,
  );
}

function argmax(values: Float64Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b)));
}

function draw(logits: Float64Array, temperature: number, uniform: number): number {
  const most = logits[argmax(logits)]!;
  const weights = logits.map((logit) => Math.exp((logit - most) / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  for (let id = 0; id < VOCABULARY; id++) {
    left -= weights[id]!;
    if (left < 0) return id;
  }
  return argmax(logits);
}
