import { unescapeText } from './html.ts';
import { fontFiles, onPaper } from './paper.ts';

/** Points by pixels of a figure, as CSS has it: a panel of 320 is then as wide as a column of a paper, 3.3 inches. */
const POINTS = 0.75;
/** Around the figure, in its pixels: no more than what letters at its edge reach beyond it. */
const MARGIN = 2;

/**
 * A figure as a PDF of one page that is as large as the figure, dark on a transparent ground: vectors, and text with
 * the letters it uses of the font embedded. For LaTeX. The same figure gives the same bytes.
 *
 * @param svg one of the figures of a report, a standalone SVG file
 * @throws if it holds something that cannot be drawn, or if the packages for it are not installed
 */
export async function renderPdf(svg: string): Promise<Uint8Array> {
  const [{ default: PDFDocument }, { default: draw }] = await drawing();
  const { svg: figure, width, height } = onPaper(svg, MARGIN);
  const fonts = fontFiles();
  const document = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    font: fonts.regular,
    lang: 'en',
    info: { Title: titleOf(figure), Creator: 'Vestige', CreationDate: NO_DATE },
  });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  document.registerFont('semi-bold', fonts.semiBold);
  document.registerFont('regular', fonts.regular);
  draw(document, figure, 0, 0, {
    fontCallback: (_family, bold) => (bold ? 'semi-bold' : 'regular'),
    warningCallback: (warning) => {
      throw new Error(`a figure cannot be drawn as PDF: ${warning}`);
    },
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

/** In the place of the time at which the file is made, from which its identifier is derived too. */
const NO_DATE = new Date(0);

/** Both are optional: they are large, and nothing else needs them. */
async function drawing() {
  try {
    return await Promise.all([import('pdfkit'), import('svg-to-pdfkit')]);
  } catch (error) {
    throw new Error(
      'figures as PDF need the optional packages pdfkit and svg-to-pdfkit; `npm ci` installs them where the registry has them',
      { cause: error },
    );
  }
}

function titleOf(svg: string): string {
  return unescapeText(/<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? '');
}
