// The kernels of a forward pass without TensorFlow.js, for instance in a web page: the same module, on a memory of
// its own. The caller gives addresses, and answers for sizes and indices.
import { Arena } from './arena.ts';
import type { CausalAttentionModule } from './causalAttention.ts';
import type { DecodeAttentionModule } from './decodeAttention.ts';
import type { EmbedModule } from './embed.ts';
import type { FeedForwardModule } from './feedForward.ts';
import type { KeyValueCacheModule } from './keyValueCache.ts';
import type { LinearModule } from './linear.ts';
import type { NormLinearModule } from './normLinear.ts';
import type { RotaryModule } from './rotary.ts';
import type { SampleTokensModule } from './sampleTokens.ts';
import type { SelectRowsModule } from './selectRows.ts';
import type { ModuleVariant } from './variants.ts';

export type { Arena } from './arena.ts';
export { rotaryTable } from './rotaryTable.ts';
export { fastestVariant, type ModuleVariant } from './variants.ts';

/** A compiled module, of which any number of instances can be made. */
export interface CompiledKernels {
  readonly variant: ModuleVariant;
  readonly module: WebAssembly.Module;
}

/** What a forward pass and sampling call. */
export type KernelExports = Pick<EmbedModule, 'embed'> &
  Pick<NormLinearModule, 'normLinear' | 'normLinearScratch'> &
  Pick<LinearModule, 'linear' | 'linearScratch'> &
  Pick<FeedForwardModule, 'feedForward' | 'feedForwardScratch'> &
  Pick<CausalAttentionModule, 'causalAttention' | 'attentionScratch'> &
  Pick<DecodeAttentionModule, 'decodeAttention' | 'decodeScratch'> &
  Pick<KeyValueCacheModule, 'fillKeyValueCache'> &
  Pick<RotaryModule, 'rotary'> &
  Pick<SelectRowsModule, 'selectRows'> &
  Pick<SampleTokensModule, 'sampleTokens'>;

/** An instance with a memory of its own. */
export interface StandaloneKernels {
  readonly variant: ModuleVariant;
  readonly exports: KernelExports;
  readonly arena: Arena;
}

/**
 * @param bytes of `build/<variant>.wasm`
 * @throws {WebAssembly.CompileError} if the variant does not run here; `fastestVariant` names one that does
 */
export async function compileKernels(
  variant: ModuleVariant,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<CompiledKernels> {
  return { variant, module: await WebAssembly.compile(bytes) };
}

export async function instantiateKernels({ variant, module }: CompiledKernels): Promise<StandaloneKernels> {
  const arena = new Arena();
  const { exports } = await WebAssembly.instantiate(module, { env: { memory: arena.memory } });
  return { variant, exports: exports as unknown as KernelExports, arena };
}
