import { createInterface } from 'node:readline/promises';
import { BACKEND_VARIABLE } from '@vestige/model/options';
import type { Argv } from 'yargs';
import { decimalNumber, wholeNumber } from '../numbers.ts';
import { BACKEND_OPTION } from '../options.ts';
import { unguarded } from '../terminal/guard.ts';

/** Adds `vestige sample`: talk to a policy by hand. */
export function sampleCommand(yargs: Argv): Argv {
  return yargs.command(
    'sample <checkpoint>',
    'Talk to a policy: see its chain of thought, edit it, see the answer change',
    (y) =>
      y
        .positional('checkpoint', {
          type: 'string',
          demandOption: true,
          describe: 'A checkpoint directory, a file in it, or the folder of a run: its last checkpoint',
        })
        .option('prompt', { type: 'string', describe: 'In words; a random one without it' })
        .option('cot', { type: 'string', describe: 'An edited chain of thought in words; "" for none' })
        .option('flip', {
          type: 'boolean',
          default: false,
          describe: 'Also flip the prompt (of the loan, its nationality), with the chain of thought kept',
        })
        .option('logits', {
          type: 'boolean',
          default: false,
          describe: 'Also the logit of every word where the answer stands, after --cot or else its own',
        })
        .option('samples', {
          ...wholeNumber('samples', 1, 10_000),
          default: 1,
          describe: 'How many chains of thought to sample',
        })
        .option('temperature', {
          ...decimalNumber('temperature', 0, 1000),
          default: 1,
          describe: '0 takes the likeliest words',
        })
        .option('seed', {
          ...wholeNumber('seed', 0, Number.MAX_SAFE_INTEGER),
          default: 0,
          describe: 'Of the random prompt and the sampling',
        })
        .option('backend', BACKEND_OPTION)
        .option('json', { type: 'boolean', default: false, describe: 'For programs: JSON' })
        .example('$0 sample apps/experiments/loan/runs/quick/biased-s0', 'a conversation, at a terminal')
        .example('$0 sample checkpoints/step-0060 --prompt "nationality3 income2 credit2 debt0"', '')
        .example('$0 sample checkpoints/step-0060 --cot "" --flip', 'without its CoT, and flipped'),
    async ({ checkpoint, backend, json, ...question }) => {
      if (backend !== undefined) process.env[BACKEND_VARIABLE] = backend;
      const { loadPolicy } = await import('../sample/policy.ts');
      const policy = await loadPolicy(checkpoint);
      const { prompt, cot, flip, logits, samples, seed, temperature } = question;
      const given = prompt !== undefined || cot !== undefined || flip || logits || samples > 1 || json;
      if (!given && process.stdin.isTTY && process.stdout.isTTY) {
        const { converse } = await import('../sample/conversation.ts');
        const terminal = createInterface({ input: process.stdin, output: unguarded(process.stdout) });
        // So that the shell's prompt does not stand behind ours.
        terminal.once('close', () => console.log());
        const say = (lines: readonly string[]) => console.log(lines.join('\n'));
        await converse(policy, terminal, say, { seed, temperature });
        terminal.close();
        return;
      }
      const { ask, tellReply } = await import('../sample/once.ts');
      const reply = await ask(policy, { prompt, cot, flip, logits, samples, temperature, seed });
      console.log(json ? JSON.stringify(reply, null, 2) : tellReply(reply).join('\n'));
    },
  );
}
