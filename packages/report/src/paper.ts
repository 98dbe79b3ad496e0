import { createRequire } from 'node:module';
import { INK } from './figures/figure.ts';

/** The colour of text and axes on white. */
const DARK = '#1b1f24';

/**
 * A figure for a white ground: dark instead of the grey that reads on any ground, and with a margin around it.
 *
 * @param svg one of the figures of a report, a standalone SVG file
 * @param margin pixels of the figure, on each side
 * @returns the SVG, and its size with the margin, in pixels of the figure
 * @throws if its first element does not say its size as the figures of a report do
 */
export function onPaper(svg: string, margin: number) {
  const size = /width="([\d.]+)" height="([\d.]+)" viewBox="0 0 \1 \2"/.exec(svg);
  if (!size) throw new Error('expected a figure of a report, an SVG that begins with its width and height');
  const [width, height] = size.slice(1).map((length) => Number(length) + 2 * margin) as [number, number];
  const framed = svg.replace(
    size[0],
    `width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}"`,
  );
  return { svg: framed.replace(`color="${INK}"`, `color="${DARK}"`), width, height };
}

/** Files of the font that stands in for the `system-ui` of the figures; a machine need not have any. */
export function fontFiles(): { readonly regular: string; readonly semiBold: string } {
  const require = createRequire(import.meta.url);
  return {
    regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    semiBold: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  };
}
