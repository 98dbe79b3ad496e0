import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { fontFiles, onPaper } from './paper.ts';

const GROUND = '#ffffff';
/** Pixels of the picture by pixels of the figure: sharp on dense screens and on paper. */
const SCALE = 2;
/** White around the figure, in its pixels: a file can be laid out by what is around it, a picture cannot. */
const MARGIN = 12;
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
  const picture = new Resvg(onPaper(svg, MARGIN).svg, {
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

/** Starts the renderer, once, and reads the fonts: regular, and semi-bold for headings. */
async function load(): Promise<Uint8Array[]> {
  const require = createRequire(import.meta.url);
  await initWasm(readFileSync(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const { regular, semiBold } = fontFiles();
  return [regular, semiBold].map((file) => readFileSync(file));
}
