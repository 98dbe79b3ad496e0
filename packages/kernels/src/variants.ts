/** A build of the WebAssembly module: with relaxed SIMD (fused multiply-add), or with plain SIMD. */
export type ModuleVariant = 'relaxed-simd' | 'simd';

/** The fastest build that runs here; none where SIMD or WebAssembly itself is missing. */
export function fastestVariant(): ModuleVariant | undefined {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(SIMD_PROBE)) return undefined;
  return multiplyAddRoundsOnce() ? 'relaxed-simd' : 'simd';
}

/** `i8x16.popcnt(i8x16.splat(0))` in plain WebAssembly bytes. Validation fails where SIMD is unknown. */
const SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b], // type: () -> v128
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x0a, 0x01, 0x08, 0x00], // code: one body of 8 bytes, no locals
  ...[0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x62, 0x0b],
);

/**
 * A function of two numbers, `relaxed_madd(a, a, c)`, in plain WebAssembly bytes. Validation fails where
 * relaxed SIMD is unknown.
 */
const MADD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x07, 0x01, 0x60, 0x02, 0x7d, 0x7d, 0x01, 0x7d], // type: (f32, f32) -> f32
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00], // export "f"
  ...[0x0a, 0x16, 0x01, 0x14, 0x00], // code: one body of 20 bytes, no locals
  ...[0x20, 0x00, 0xfd, 0x13, 0x20, 0x00, 0xfd, 0x13, 0x20, 0x01, 0xfd, 0x13], // splat(a) splat(a) splat(c)
  ...[0xfd, 0x85, 0x02, 0xfd, 0x1f, 0x00, 0x0b], // relaxed_madd, lane 0
);

/**
 * Relaxed SIMD counts only where its multiply-add rounds once. A processor without the instruction may round
 * twice, and results would differ between machines that report the same variant.
 */
function multiplyAddRoundsOnce(): boolean {
  if (!WebAssembly.validate(MADD_PROBE)) return false;
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(MADD_PROBE)).exports;
  const a = 1 + 2 ** -12;
  return (f as (a: number, c: number) => number)(a, -(1 + 2 ** -11)) !== 0;
}
