/** The types of the package leave this file out. */
declare module 'crc-32/crc32c.js' {
  const crc32c: {
    /** CRC-32C (Castagnoli) of bytes, as a signed 32-bit integer. */
    buf(data: Uint8Array): number;
  };
  export default crc32c;
}
