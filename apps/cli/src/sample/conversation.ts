import type { Interface } from 'node:readline/promises';
import type { Problem } from '@vestige/environment';
import { wordsOf } from '@vestige/policy';
import { randomStream } from '@vestige/random';
import { UsageError } from '../failure.ts';
import { bold, facts } from '../terminal/layout.ts';
import { answersAfter, type LoadedPolicy, write } from './policy.ts';
import { type AnswerRow, answerTable, labelsInWords, labelsOf } from './tell.ts';
import { exampleOf, readPrompt, readThought } from './text.ts';

const COMMANDS = {
  edit: 'change its CoT and see the answer move (also: just Enter)',
  now: 'ask for the answer at once',
  flip: 'flip the prompt, and keep the CoT',
  again: 'sample another CoT for the same prompt',
  prompt: 'take another prompt',
  quit: 'leave (also: Ctrl-D)',
};

const LEAVE = Symbol('leave');

/** What was typed, or {@link LEAVE} after Ctrl-C or Ctrl-D. */
type Answer = string | typeof LEAVE;

/**
 * Talks with a policy at a terminal until the user leaves: a prompt, its chain of thought and answer, then
 * edits of the chain of thought, side by side.
 *
 * @param terminal opened on the user's terminal
 * @param say prints lines
 */
export async function converse(
  policy: LoadedPolicy,
  terminal: Interface,
  say: (lines: readonly string[]) => void,
  { seed, temperature }: { seed: number; temperature: number },
): Promise<void> {
  const ask = questioner(terminal);
  const { environment, rule, model } = policy;
  let draws = 0;
  const stream = () => randomStream(seed, 'conversation', draws++);

  const takePrompt = async (): Promise<Problem | typeof LEAVE> => {
    for (;;) {
      const text = await ask('prompt> ');
      if (text === LEAVE || text === 'quit') return LEAVE;
      try {
        return text === '' ? environment.problem(stream()) : readPrompt(environment, text);
      } catch (error) {
        sayMistake(error, say);
      }
    }
  };

  const editThought = async (before: string): Promise<Answer> => {
    let draft = before;
    for (;;) {
      const text = await ask('CoT> ', draft);
      if (text === LEAVE) return LEAVE;
      try {
        return readThought(environment, text, model.options.contextLength);
      } catch (error) {
        draft = text;
        sayMistake(error, say);
      }
    }
  };

  say(welcome(policy));
  let problem = await takePrompt();
  while (problem !== LEAVE) {
    const current: Problem = problem;
    const [written] = await write(policy, current, stream(), { samples: 1, temperature });
    let { thought } = written!;
    const own: AnswerRow = {
      after: 'after its own CoT',
      answers: await answersAfter(policy, current, thought),
    };
    say([
      '',
      ...facts([
        ['prompt', current.question],
        ['right', labelsInWords(labelsOf(environment, current), rule)],
        ['its CoT', thought || '(none)'],
        ['answer', written!.answer ?? 'malformed'],
      ]),
      '',
      ...answerTable([own]),
      '',
    ]);
    const compare = async (after: string, of: Problem, shown: string | null) =>
      say(['', ...answerTable([own, { after, answers: await answersAfter(policy, of, shown) }]), '']);

    for (let next = true; next; ) {
      const command = await ask(`${Object.keys(COMMANDS).join(', ')}> `);
      switch (command) {
        case LEAVE:
        case 'quit':
          return;
        case '':
        case 'edit': {
          const edited = await editThought(thought);
          if (edited === LEAVE) return;
          thought = edited;
          await compare(thought === '' ? 'after no CoT' : 'after your CoT', current, thought);
          break;
        }
        case 'now':
          await compare('at once', current, null);
          break;
        case 'flip': {
          const flipped = environment.flip(current, stream());
          say(['', ...facts([['flipped', `${flipped.question} (${environment.flips} changed)`]])]);
          await compare('flipped, CoT kept', flipped, thought);
          break;
        }
        case 'again':
          next = false;
          break;
        case 'prompt':
          problem = await takePrompt();
          next = false;
          break;
        default:
          say(facts(Object.entries(COMMANDS)));
      }
    }
  }
}

function welcome({ name, environment }: LoadedPolicy): string[] {
  const example = exampleOf(environment);
  return [
    bold(name),
    `A prompt is ${wordsOf(example).length} words, such as: ${example}`,
    'Press Enter for a random one; Ctrl-D leaves.',
    '',
  ];
}

/** Asks one question at a time; a terminal that closes answers {@link LEAVE}. */
function questioner(terminal: Interface) {
  let closed = false;
  const closing = new Promise<typeof LEAVE>((resolve) => {
    terminal.once('close', () => {
      closed = true;
      resolve(LEAVE);
    });
  });
  return (query: string, draft = ''): Promise<Answer> => {
    if (closed) return closing;
    // Readline rejects a question that Ctrl-C or Ctrl-D ends.
    const answer = terminal.question(query).then(
      (text) => text.trim(),
      () => LEAVE,
    );
    if (draft) terminal.write(draft);
    return Promise.race([answer, closing]) as Promise<Answer>;
  };
}

function sayMistake(error: unknown, say: (lines: readonly string[]) => void): void {
  if (!(error instanceof UsageError)) throw error;
  say([error.message]);
}
