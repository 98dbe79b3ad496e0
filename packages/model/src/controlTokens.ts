/** Control tokens a tokenizer has to know. */
export interface ControlTokens {
  readonly pad: number;
  readonly bos: number;
  readonly eos: number;
}
