import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { INK } from './figures/figure.ts';

const DARK = '#1b1f24';
const GROUND = '#ffffff';
/** Pixels of the picture by pixels of the figure: sharp on dense screens and on paper. */
const SCALE = 2;
/** White around the figure, in its pixels: a file can be laid out by what is around it, a picture cannot. */
const MARGIN = 12;
/** Stands in for the `system-ui` of the figures; a machine need not have any font. */
const FAMILY = 'Inter';

let fonts: Promise<Uint8Array[]> | undefined;

/**
 * A figure as a PNG picture of twice its size, dark on white: for slides, chats, and whatever else shows no SVG.
 * The same figure gives the same bytes on every machine: renderer (WebAssembly) and fonts are packages.
 *
 * @param svg one of the figures of a report, a standalone SVG file
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  fonts ??= load();
  const picture = new Resvg(framed(svg.replace(`color="${INK}"`, `color="${DARK}"`)), {
    background: GROUND,
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontBuffers: await fonts, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY },
  });
  // Both live in the memory of the module, which no garbage collection reaches.
  try {
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    picture.free();
  }
}

/** The figure with its margin. The first match is the root. */
function framed(svg: string): string {
  return svg.replace(/width="([\d.]+)" height="([\d.]+)" viewBox="0 0 \1 \2"/, (_, ...size) => {
    const [width, height] = size.slice(0, 2).map((length) => Number(length) + 2 * MARGIN);
    return `width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}"`;
  });
}

/** Starts the renderer, once, and reads the fonts: regular, and semi-bold for headings. */
async function load(): Promise<Uint8Array[]> {
  const require = createRequire(import.meta.url);
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  return [
    require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  ].map((file) => readFileSync(file));
}
