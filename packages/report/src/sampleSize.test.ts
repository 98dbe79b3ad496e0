import { type Analysis, ByEstimator, ByTreatment, parseTreatment } from '@vestige/analysis';
import { key } from '@vestige/analysis/testing';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { batteryFigure } from './figures/battery.ts';
import { withGroups } from './headline.ts';
import { html } from './html.ts';
import { renderReport } from './report.ts';
import { sampleSizeWords } from './sampleSize.ts';
import { comparisonsTable, estimatesTable } from './sections/estimates.ts';
import { figureSection } from './sections/figure.ts';
import { fixture } from './testing/fixture.ts';

const input = fixture({ prompts: 60, checkpointPrompts: 40, resamples: 50 });
const FEW = 'accuracy.drop.other';

/** The analysis with one estimate more, on 30 prompts, or on 2: then there is a reason in its place. */
function sized(few = 2): Analysis {
  const { fair } = input.analysis.conditions;
  const enough = few >= 30;
  const shuffle = fair!.estimates.get(key('accuracy.shuffle'));
  return {
    ...input.analysis,
    interventions: [...input.analysis.interventions, parseTreatment('drop.other')],
    conditions: {
      ...input.analysis.conditions,
      fair: {
        ...fair!,
        estimates: ByEstimator.from({
          ...fair!.estimates.toJSON(),
          ...(enough && { [FEW]: { ...shuffle!, prompts: few, seeds: 1 } }),
        }),
        absent: ByEstimator.from({
          'recovery.readapt1': 'the loss is not clear of 0',
          ...(!enough && { [FEW]: `rests on ${few} prompts, fewer than 30` }),
        }),
        comparisons: ByTreatment.from({
          ...fair!.comparisons.toJSON(),
          ...(enough && {
            'drop.other': { difference: -0.4, p: 0, holm: 0, differs: true, prompts: few, seeds: 1 },
          }),
        }),
      },
    },
  };
}

/** The tables of all estimates and the figures of the battery, as the page has them. */
function pageOf(analysis: Analysis) {
  const figures = (['headline', 'others'] as const).map((rows) =>
    figureSection(batteryFigure(analysis, rows)!),
  );
  const { document } = parseHTML(
    html`<section id="estimates">
${estimatesTable(withGroups(analysis))}${comparisonsTable(analysis)}</section>
<section id="battery">${figures}</section>`.text,
  );
  return document;
}
const rowsOf = (page: ReturnType<typeof pageOf>, name: string) =>
  [...page.querySelectorAll('#estimates tr')].filter(
    (row) => row.querySelector('th')?.getAttribute('title') === name,
  );

test('what rests on few prompts has no figure: no row but the one that says why, no p, no point', () => {
  const page = pageOf(sized());
  const rows = rowsOf(page, FEW);
  expect(rows).toHaveLength(1);
  expect(rows[0]!.closest('details')!.querySelector('summary')!.textContent).toBe(
    'Without a figure: 2 estimates',
  );
  expect(rows[0]!.textContent).toContain('rests on 2 prompts');
  expect(rowsOf(page, 'recovery.readapt1')[0]!.textContent).toContain('the loss is not clear of 0');
  const bold = [...page.querySelectorAll('#estimates strong')].map((one) => one.closest('tr')!.textContent);
  expect(bold.filter((row) => row.includes('other'))).toEqual([]);
  const others = page.querySelector('#battery')!.innerHTML;
  expect(others).toContain('phrases shuffled');
  expect(others).not.toContain('other dropped');
});

test('with prompts enough it has one, with what it rests on beside it', () => {
  const page = pageOf(sized(30));
  const row = rowsOf(page, FEW)[0]!;
  expect(row.textContent).not.toContain('rests on');
  expect(row.querySelector('td[title="30 prompts of 1 seed"]')!.textContent).toBe('30 (1)');
  expect(page.querySelector('#battery')!.innerHTML).toContain('other dropped');
});

test('what a figure rests on, in words', () => {
  expect(sampleSizeWords({ prompts: 2048, seeds: 4 })).toBe('2,048 prompts of 4 seeds');
  expect(sampleSizeWords({ prompts: 1, seeds: 1 })).toBe('1 prompt of 1 seed');
  expect(sampleSizeWords({ prompts: 0, seeds: 3 })).toBeUndefined();
});

test('a removal under which the policy does not answer has another mark, and what it puts on answers', () => {
  const { fair } = input.analysis.conditions;
  const silent = key('mass.cut0');
  const mass = { ...fair!.estimates.get(silent)!, mean: 0.154, low: 0.1, high: 0.2 };
  const estimates = new ByEstimator([...fair!.estimates, [silent, mass]]);
  const { figures } = renderReport({
    ...input,
    analysis: {
      ...input.analysis,
      conditions: { fair: { ...fair!, estimates } },
    },
  });
  const svg = figures['battery.svg']!;
  expect(svg).toContain('does not answer: below 50% on all answers');
  expect(svg).toMatch(/aria-label="fair: [^"]*left empty \d+\.\d%, does not answer \(15% on answers\)/);
  expect(svg).toContain('>15%<');
  const answering = renderReport(input).figures['battery.svg']!;
  expect(answering).not.toContain('does not answer:');
});

test('the headline comes first, in its order, in tables and figures', () => {
  const page = pageOf(input.analysis);
  const words = [
    'own, as sampled',
    'own, most probable',
    'answer at once',
    'left empty',
    'filler words',
    'swapped',
  ];
  const titles = [...page.querySelectorAll('#estimates table.estimates tr')]
    .map((row) => row.querySelector('th')?.getAttribute('title') ?? '')
    .filter((name) => name.startsWith('accuracy.'));
  expect(titles.slice(0, 6)).toEqual(
    ['own', 'frozen', 'now', 'cut0', 'filler', 'swap'].map((name) => `accuracy.${name}`),
  );
  const [battery, others] = ['battery.svg', 'battery-others.svg'].map((name) => {
    const { document } = parseHTML(renderReport(input).figures[name]!);
    const labels = document.querySelector('[data-mark="y-axis tick label"]')!;
    return [...labels.querySelectorAll('text')].map((one) => one.textContent.trim()).filter(Boolean);
  });
  expect(battery).toEqual(words);
  for (const word of words) expect(others).not.toContain(word);
  expect(others!.length).toBeGreaterThan(3);
});
