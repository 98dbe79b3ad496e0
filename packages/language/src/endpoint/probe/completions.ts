import type { Asker } from './asker.ts';
import { about, type EndpointFinding } from './finding.ts';

export async function probeCompletions(ask: Asker): Promise<EndpointFinding> {
  const { proved, refused, unreliable } = about('/v1/completions');
  const one = await ask.complete({ prompt: ask.prompts[0] });
  if (!one.ok) return refused(`a prompt of text: ${one.said}`);
  const { text } = one.answer.reply;
  return typeof one.answer.json.choices[0]!.text === 'string'
    ? proved(`${JSON.stringify(ask.prompts[0])} is followed by ${JSON.stringify(text)}`)
    : unreliable('it answers without a text');
}

/** Whether it goes on from a text: behind what it wrote it writes what it wrote next. */
export async function probeContinuing(ask: Asker): Promise<EndpointFinding> {
  const { proved, unreliable } = about('goes on from a text');
  const seen: string[] = [];
  for (const prompt of ask.prompts) {
    const whole = await ask.complete({ prompt, max_tokens: 6 });
    const begun = await ask.complete({ prompt, max_tokens: 2 });
    if (!whole.ok || !begun.ok) continue;
    const [all, first] = [whole.answer.reply.text, begun.answer.reply.text];
    const on = await ask.complete({ prompt: prompt + first, max_tokens: 4 });
    if (!on.ok) continue;
    const told = `behind ${JSON.stringify(first)}, its own words, comes ${JSON.stringify(on.answer.reply.text)}`;
    if (on.answer.reply.text !== '' && first !== '' && first + on.answer.reply.text === all)
      return proved(`${told}, as when it wrote all at once`);
    seen.push(`${told}, and ${JSON.stringify(all)} when it wrote all at once`);
  }
  return unreliable(seen[0] ?? 'its own words cannot be given back to it');
}

export async function probeEcho(ask: Asker): Promise<EndpointFinding> {
  const { proved, refused, absent } = about('echo');
  const echoed = await ask.complete({ prompt: ask.prompts[0], max_tokens: 0, echo: true, logprobs: 1 });
  if (!echoed.ok) return refused(`echo: ${echoed.said}`);
  const { text, tokens } = echoed.answer.reply;
  const scored = tokens !== null && tokens.length > 1;
  return text.startsWith(ask.prompts[0]) && scored
    ? proved(`the prompt comes back with the log-probabilities of its ${tokens.length} tokens`)
    : absent(`answered with 200 and ${JSON.stringify(text)}: it is ignored in silence`);
}

export async function probePromptLogProbs(ask: Asker): Promise<EndpointFinding> {
  const { proved, refused, absent } = about('prompt_logprobs');
  const asked = await ask.complete({ prompt: ask.prompts[0], prompt_logprobs: 1 });
  if (!asked.ok) return refused(`prompt_logprobs 1: ${asked.said}`);
  const found = asked.answer.json.choices[0]!.prompt_logprobs;
  return Array.isArray(found) && found.length > 1
    ? proved(`log-probabilities of ${found.length} tokens of the prompt`)
    : absent('answered with 200 and without them: it is ignored in silence');
}
