import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { standalone } from './figures/figure.ts';
import { rowsPanel, SHARES } from './figures/rows.ts';
import { unescapeText } from './html.ts';
import { renderPdf } from './pdf.ts';

const rows = ['own reasoning', 'grown on flipped prompt'].map((label) => ({
  label,
  dots: [{ mean: 0.5, low: 0.4, high: 0.6, colour: '#3b7dd8' }],
}));
const panels = [rowsPanel('fair', 'fair', rows, SHARES)];
const svg = standalone({ name: 'f', title: 'Dots & "bars" <here>', caption: 'C', panels, columns: 1 });

/** The file as text, a character a byte. */
const textOf = (pdf: Uint8Array) => Buffer.from(pdf).toString('latin1');

/** The operators that draw it, decompressed: its first stream. */
function drawingOf(pdf: Uint8Array): string {
  const { 0: head, 1: length, index } = /\/Length (\d+)\s[^>]*>>\s*stream\r?\n/.exec(textOf(pdf))!;
  const start = index + head.length;
  return inflateSync(pdf.subarray(start, start + Number(length))).toString('latin1');
}

/** How many letters are drawn; each is put in its place by itself. */
const lettersIn = (pdf: Uint8Array) => drawingOf(pdf).match(/ Tj/g)!.length;
const lettersOf = (figure: string) =>
  [...figure.matchAll(/<text[^>]*>([^<]*)<\/text>/g)]
    // A text that is nothing but a space that does not break, in the place of none, leaves no mark.
    .map(([, text]) => (text === '&#160;' ? '' : unescapeText(text!)))
    .join('').length;

test('the page is as large as the figure, three quarters of a point a pixel', async () => {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  const [, ...box] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(textOf(await renderPdf(svg)))!;
  expect(box.map(Number)).toEqual([(width! + 4) * 0.75, (height! + 4) * 0.75]);
});

test('it is drawn in vectors, its text as text in embedded fonts that say what their letters are', async () => {
  const pdf = await renderPdf(svg);
  const file = textOf(pdf);
  expect(file).not.toContain('/Subtype /Image');
  for (const face of ['Inter-Regular', 'Inter-SemiBold']) expect(file).toContain(face);
  expect(file.match(/\/FontFile2/g)).toHaveLength(2);
  expect(file.match(/\/ToUnicode/g)).toHaveLength(2);
  expect(lettersIn(pdf)).toBe(lettersOf(svg));
});

test('it is dark, as on paper', async () => {
  const drawing = drawingOf(await renderPdf(svg));
  // #1b1f24 instead of the grey of the SVG, #767676.
  expect(drawing).toContain('0.10588235294117647 0.12156862745098039 0.1411764705882353 scn');
  expect(drawing).not.toContain('0.4627450980392157 0.4627450980392157 0.4627450980392157 scn');
});

test('the same figure gives the same bytes, without the time of day, under its title', async () => {
  const [one, other] = await Promise.all([renderPdf(svg), renderPdf(svg)]);
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  expect(textOf(one).match(/\(D:[^)]*\)/g)).toEqual(['(D:19700101000000Z)']);
  expect(textOf(one)).toContain('(Dots & "bars" <here>)');
});

test.each(globSync('**/__snapshots__/**/*.svg', { cwd: fileURLToPath(new URL('.', import.meta.url)) }))(
  '%s can be drawn',
  async (file) => {
    const figure = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(lettersIn(await renderPdf(figure))).toBe(lettersOf(figure));
  },
);

test('what is no figure of a report, or cannot be drawn, is refused', async () => {
  await expect(renderPdf('<svg><text>x</text></svg>')).rejects.toThrow('expected a figure of a report');
  const broken = svg.replace('</svg>\n', '<image width="4" height="4" href="nowhere.png"/></svg>\n');
  await expect(renderPdf(broken)).rejects.toThrow('a figure cannot be drawn as PDF');
});
