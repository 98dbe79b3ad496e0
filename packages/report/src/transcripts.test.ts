import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { renderReport } from './report.ts';
import type { ReportInput } from './reportInput.ts';
import { fixture } from './testing/fixture.ts';

const input = fixture({ prompts: 60, checkpointPrompts: 40, resamples: 50 }, [0]);

/** The same, with some of the policies trained elsewhere. */
function withGiven(names: readonly string[]): ReportInput {
  const { analysis, experiment } = input;
  const of = (name: string) => names.includes(name);
  return {
    ...input,
    experiment: {
      ...experiment,
      conditions: Object.fromEntries(
        Object.entries(experiment.conditions).map(([name, one]) => [name, { ...one, given: of(name) }]),
      ),
    },
    analysis: {
      ...analysis,
      conditions: Object.fromEntries(
        Object.entries(analysis.conditions).map(([name, one]) => [
          name,
          of(name)
            ? { ...one, training: {}, curves: {}, checkpoints: one.checkpoints.filter(({ final }) => final) }
            : one,
        ]),
      ),
    },
  };
}

const pageOf = (given: readonly string[]) => parseHTML(renderReport(withGiven(given)).html).document;
const chapters = (document: ReturnType<typeof pageOf>) =>
  [...document.querySelectorAll('main > section')].map(({ id }) => id);

test('of policies that were all trained elsewhere there are transcripts, and nothing about a training', () => {
  const document = pageOf(['base', 'biased', 'fair']);
  expect(chapters(document)).toEqual(['verdicts', 'effects', 'transcripts', 'estimates', 'making']);
  const links = [...document.querySelectorAll('.contents a')].map((link) => link.getAttribute('href'));
  expect(links).toEqual(chapters(document).map((id) => `#${id}`));
  expect(document.querySelectorAll('#transcripts li')).toHaveLength(30);
});

test('each policy stands where it belongs, in one chapter', () => {
  const document = pageOf(['fair']);
  const named = (id: string) => [...document.querySelectorAll(`#${id} h3`)].map((head) => head.textContent);
  expect(named('rollouts')).toEqual(['base', 'biased']);
  expect(named('transcripts')).toEqual(['fair']);
  expect(chapters(document)).toContain('training');
});

test('without any such the page is the page it was', () => {
  expect(renderReport(withGiven([])).html).toBe(renderReport(input).html);
  expect(chapters(pageOf([]))).not.toContain('transcripts');
});

test('what was written stands as text, line by line', () => {
  const given = withGiven(['fair']);
  const { fair, ...others } = given.analysis.conditions;
  const thought = 'First <b>.\n\nThen & "so".';
  const examples = fair!.examples.map((example) => ({ ...example, thought }));
  const { html } = renderReport({
    ...given,
    analysis: { ...given.analysis, conditions: { ...others, fair: { ...fair!, examples } } },
  });
  const text = parseHTML(html).document.querySelector('#transcripts .text.thought')!;
  expect(text.textContent).toBe(thought);
  expect(text.children).toHaveLength(0);
});
