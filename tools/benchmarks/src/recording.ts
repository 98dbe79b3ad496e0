import { type LlamaSequence, type NodeLlamaCpp, nodeLlamaCpp, type Token } from '@vestige/language';

/** What is evaluated together: the tokens, and what is wanted after some. */
type Input = Parameters<LlamaSequence['controlledEvaluate']>[0];
type Wanted = Extract<Input[number], readonly unknown[]>[1];

/** A text after which something was asked: all of its tokens, and what. */
export interface Target {
  readonly tokens: readonly Token[];
  readonly wanted: Wanted;
}

/** A node-llama-cpp whose sequences tell what they were asked. */
interface Recording {
  readonly load: () => Promise<NodeLlamaCpp>;
  readonly targets: readonly Target[];
  /** How often tokens were evaluated so far. */
  readonly evaluations: () => number;
}

export function recording(): Recording {
  const targets: Target[] = [];
  let evaluations = 0;
  const recorded = (sequence: LlamaSequence): LlamaSequence => {
    let held: readonly Token[] = [];
    const saved = new Map<string, readonly Token[]>();
    return {
      saveStateToFile(path) {
        saved.set(path, held);
        return sequence.saveStateToFile(path);
      },
      loadStateFromFile(path, risk) {
        held = saved.get(path)!;
        return sequence.loadStateFromFile(path, risk);
      },
      get nextTokenIndex() {
        return sequence.nextTokenIndex;
      },
      async eraseContextTokenRanges(ranges) {
        await sequence.eraseContextTokenRanges(ranges);
        held = held.slice(0, sequence.nextTokenIndex);
      },
      async controlledEvaluate(input) {
        evaluations++;
        held = [...held, ...input.map((one) => (typeof one === 'number' ? one : one[0]))];
        const last = input.at(-1)!;
        if (typeof last !== 'number') targets.push({ tokens: held, wanted: last[1] });
        return sequence.controlledEvaluate(input);
      },
    };
  };
  const load = async (): Promise<NodeLlamaCpp> => {
    const runtime = await nodeLlamaCpp();
    return {
      ...{ LlamaLogLevel: runtime.LlamaLogLevel, TokenBias: runtime.TokenBias },
      async getLlama(options) {
        const llama = await runtime.getLlama(options);
        const loadModel = llama.loadModel.bind(llama);
        return Object.assign(llama, {
          async loadModel(options: Parameters<typeof loadModel>[0]) {
            const model = await loadModel(options);
            const createContext = model.createContext.bind(model);
            return Object.assign(model, {
              async createContext(options: Parameters<typeof createContext>[0]) {
                const context = await createContext(options);
                const getSequence = context.getSequence.bind(context);
                return Object.assign(context, { getSequence: () => recorded(getSequence()) });
              },
            });
          },
        });
      },
    };
  };
  return { load, targets, evaluations: () => evaluations };
}

/** A beginning of some texts, by the tokens that come next. */
type Beginning = Map<Token, Beginning>;

/** How many tokens some texts have, those that begin alike counted once as far as they do. */
export function distinctTokens(texts: readonly Pick<Target, 'tokens'>[]): number {
  const root: Beginning = new Map();
  let distinct = 0;
  for (const { tokens } of texts) {
    let at = root;
    for (const token of tokens) {
      const next = at.get(token) ?? new Map();
      if (!at.has(token)) distinct++;
      at.set(token, next);
      at = next;
    }
  }
  return distinct;
}
