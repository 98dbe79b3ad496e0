/** What of a model's options decides its parameters. */
interface Shaped {
  readonly width: number;
  readonly layers: number;
  readonly feedForward?: number | undefined;
  readonly contextLength: number;
  readonly positions?: 'learned' | 'rotary' | undefined;
  readonly rotaryBase?: number | undefined;
}

/** Name and shape of a parameter. */
export interface ParameterShape {
  /** As in a GPT2LMHeadModel's state dict, whatever the positions; `storedParameters.ts` knows names in files. */
  readonly name: string;
  /** As the model holds it; `lm_head.weight` is [width, vocabulary] here and transposed in files. */
  readonly shape: readonly number[];
  readonly initial: 'zeros' | 'ones' | { readonly normal: number };
}

export const HEAD = 'lm_head.weight';

/** Added to the variance in layer normalisation. */
export const EPSILON = 1e-5;

/** Size of the MLP's hidden layer. */
export function feedForwardOf(options: Shaped): number {
  return options.feedForward ?? 4 * options.width;
}

/** Base of the angles of rotary positions; undefined where positions are learned. */
export function rotaryBaseOf({ positions, rotaryBase = 10000 }: Shaped): number | undefined {
  return positions === 'rotary' ? rotaryBase : undefined;
}

/**
 * The parameters of a model, in a fixed order.
 *
 * Initial values: embeddings N(0, .08), linears N(0, 1/sqrt(fan in)), the projections that end attention and
 * MLP divided further by sqrt(2 x layers) (Radford et al. 2019), biases 0.
 */
export function parameterShapes(options: Shaped, vocabularySize: number): ParameterShape[] {
  const { width, layers, contextLength } = options;
  const feedForward = feedForwardOf(options);
  const depth = Math.sqrt(2 * layers);
  const norm = (name: string): ParameterShape[] => [
    { name: `${name}.weight`, shape: [width], initial: 'ones' },
    { name: `${name}.bias`, shape: [width], initial: 'zeros' },
  ];
  const dense = (name: string, fanIn: number, fanOut: number, scale = 1): ParameterShape[] => [
    { name: `${name}.weight`, shape: [fanIn, fanOut], initial: { normal: scale / Math.sqrt(fanIn) } },
    { name: `${name}.bias`, shape: [fanOut], initial: 'zeros' },
  ];
  const block = (i: number) => {
    const at = `transformer.h.${i}`;
    return [
      ...norm(`${at}.ln_1`),
      ...dense(`${at}.attn.c_attn`, width, 3 * width),
      ...dense(`${at}.attn.c_proj`, width, width, 1 / depth),
      ...norm(`${at}.ln_2`),
      ...dense(`${at}.mlp.c_fc`, width, feedForward),
      ...dense(`${at}.mlp.c_proj`, feedForward, width, 1 / depth),
    ];
  };
  const table = (name: string, rows: number): ParameterShape => {
    return { name: `${name}.weight`, shape: [rows, width], initial: { normal: 0.08 } };
  };
  return [
    table('transformer.wte', vocabularySize),
    ...(rotaryBaseOf(options) === undefined ? [table('transformer.wpe', contextLength)] : []),
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    ...norm('transformer.ln_f'),
    { name: HEAD, shape: [width, vocabularySize], initial: { normal: 1 / Math.sqrt(width) } },
  ];
}

/** How many numbers a model learns. */
export function parameterCount(options: Shaped, vocabularySize: number): number {
  return parameterShapes(options, vocabularySize).reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
}
