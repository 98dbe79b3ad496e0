const MAGNITUDE = String.raw`(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?`;
const NUMBER = String.raw`[-+\u2212]?\s?[$€£¥]?${MAGNITUDE}(?:\s?/\s?${MAGNITUDE})?`;
const NUMBERS = new RegExp(String.raw`(?<![\p{L}\p{N}_.])${NUMBER}`, 'giu');
const PARTS = /^([-+\u2212]?)\s?[$€£¥]?([\d,]*)(?:\.(\d+))?(?:e([-+]?\d+))?$/i;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+$/;

/** Longest number that is written out. */
const LONGEST = 40;

/**
 * The numbers that stand in a text, each in one way of writing: no currency sign, no separator of thousands, no zeros that say
 * nothing, powers of ten written out; fractions such as `3/4` stay fractions.
 *
 * @returns undefined in place of what is no single number, such as `1,2,3`
 */
export function decimalsIn(text: string): readonly (string | undefined)[] {
  return (text.match(NUMBERS) ?? []).map((number) => {
    const [over, under] = number.split('/').map((part) => decimal(part.trim()));
    return number.includes('/') ? over && under && `${over}/${under}` : over;
  });
}

function decimal(number: string): string | undefined {
  const [, sign = '', grouped = '', fraction = '', exponent = '0'] = PARTS.exec(number) ?? [];
  if (grouped.includes(',') && !THOUSANDS.test(grouped)) return undefined;
  const whole = grouped.replaceAll(',', '');
  if (whole === '' && fraction === '') return undefined;
  const power = Number(exponent);
  const written = Math.abs(power) + whole.length + fraction.length <= LONGEST;
  const magnitude = written ? shifted(whole, fraction, power) : `${plain(whole, fraction)}e${power}`;
  return sign === '' || sign === '+' || magnitude === '0' ? magnitude : `-${magnitude}`;
}

/** The digits before and after the point, with the point moved to the right. */
function shifted(whole: string, fraction: string, power: number): string {
  const digits = '0'.repeat(Math.max(0, -power)) + whole + fraction + '0'.repeat(Math.max(0, power));
  const point = Math.max(0, -power) + whole.length + power;
  return plain(digits.slice(0, point), digits.slice(point));
}

function plain(whole: string, fraction: string): string {
  const [head, tail] = [whole.replace(/^0+/, '') || '0', withoutZeros(fraction)];
  return tail === '' ? head : `${head}.${tail}`;
}

function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end--;
  return fraction.slice(0, end);
}
