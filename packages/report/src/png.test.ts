import { expect, test } from 'vitest';
import { standalone } from './figures/figure.ts';
import { rowsPanel, SHARES } from './figures/rows.ts';
import { renderPng } from './png.ts';

const rows = ['own reasoning', 'grown on flipped prompt'].map((label) => ({
  label,
  dots: [{ mean: 0.5, low: 0.4, high: 0.6, colour: '#3b7dd8' }],
}));
const panels = [rowsPanel('fair', 'fair', rows, SHARES)];
const about = { name: 'f', title: 'A title of a figure that is wider than its one panel', caption: 'C' };
const svg = standalone({ ...about, panels, columns: 1 });

/** Width and height, from the header of the file. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

test('a figure is drawn at twice its size, with a margin', async () => {
  const png = await renderPng(svg);
  expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  expect(sizeOf(png)).toEqual([2 * (width! + 24), 2 * (height! + 24)]);
});

test('the same figure gives the same bytes', async () => {
  const [one, other] = await Promise.all([renderPng(svg), renderPng(svg)]);
  expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
});

test('the text is drawn, where the machine has no font too, in regular and in semi-bold', async () => {
  const [all, without, regular] = await Promise.all([
    renderPng(svg),
    renderPng(svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, '')),
    renderPng(svg.replaceAll(' font-weight="600"', '')),
  ]);
  expect(all.length).toBeGreaterThan(without.length + 2000);
  expect(Buffer.from(all).equals(Buffer.from(regular))).toBe(false);
});

test('a figure is as wide as its title, however narrow its panels', () => {
  expect(Number(/width="(\d+)"/.exec(svg)![1])).toBeGreaterThan(panels[0]!.width);
});
