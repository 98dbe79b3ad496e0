import type { ModelOptions } from './options.ts';
import { HEAD, type ParameterShape, parameterShapes, rotaryBaseOf } from './parameters.ts';
import type { StoredTensor } from './safetensors.ts';

/** How a parameter stands in the file of a checkpoint. */
interface StoredForm {
  /** In the state dict of a GPT2LMHeadModel, or with rotary positions of a GPTNeoXForCausalLM. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Where the model holds the number that stands at a place in the file; the same place if absent. */
  readonly source?: (place: number) => number;
}

/** Names in a GPT-NeoX by those in a GPT-2: of what is in a block, and of the rest. */
const NEOX_BLOCK: Readonly<Record<string, string>> = {
  ln_1: 'input_layernorm',
  'attn.c_attn': 'attention.query_key_value',
  'attn.c_proj': 'attention.dense',
  ln_2: 'post_attention_layernorm',
  'mlp.c_fc': 'mlp.dense_h_to_4h',
  'mlp.c_proj': 'mlp.dense_4h_to_h',
};
const NEOX: Readonly<Record<string, string>> = {
  'transformer.wte': 'gpt_neox.embed_in',
  'transformer.ln_f': 'gpt_neox.final_layer_norm',
  lm_head: 'embed_out',
};

/** Where a parameter belongs. */
interface Place {
  /** Of which module, such as `transformer.h.0.ln_1`. */
  readonly of: string;
  readonly kind: 'weight' | 'bias';
  /** Within a block: its number, and the module in it. */
  readonly block?: { readonly layer: string; readonly module: string };
}

/** Where a parameter belongs, by its name in the state dict of a GPT-2. */
export function placeOf(name: string): Place {
  const [, of, kind] = /^(.+)\.(weight|bias)$/.exec(name)! as unknown as [string, string, Place['kind']];
  const [, layer, module] = /^transformer\.h\.(\d+)\.(.+)$/.exec(of) ?? [];
  return { of, kind, ...(layer !== undefined && module !== undefined && { block: { layer, module } }) };
}

/**
 * The parameters of a model as it holds them, from the tensors of its file.
 *
 * @returns row-major numbers by name
 * @throws if a tensor is missing or of another shape; one line that names it
 */
export function parametersOf(
  tensors: ReadonlyMap<string, StoredTensor>,
  options: ModelOptions,
  vocabularySize: number,
): Map<string, Float32Array> {
  return new Map(
    parameterShapes(options, vocabularySize).map((parameter) => {
      const { name, shape, source } = storedForm(parameter, options);
      const tensor = tensors.get(name);
      if (tensor?.shape.join() !== shape.join()) {
        throw new Error(
          `tensor ${name} is ${tensor ? `of shape [${tensor.shape}]` : 'missing'}; expected [${shape}]`,
        );
      }
      const size = shape.reduce((product, n) => product * n, 1);
      if (tensor.data.length !== size) {
        throw new Error(`tensor ${name} holds ${tensor.data.length} numbers; expected ${size}`);
      }
      if (!source) return [parameter.name, tensor.data];
      const values = new Float32Array(size);
      for (const [place, value] of tensor.data.entries()) values[source(place)] = value;
      return [parameter.name, values];
    }),
  );
}

/**
 * The tensors of a model's file: the inverse of {@link parametersOf}.
 *
 * @param values row-major numbers of a parameter
 */
export function tensorsOf(
  values: (name: string) => Float32Array,
  options: ModelOptions,
  vocabularySize: number,
): Map<string, StoredTensor> {
  return new Map(
    parameterShapes(options, vocabularySize).map((parameter) => {
      const { name, shape, source } = storedForm(parameter, options);
      const held = values(parameter.name);
      return [name, { shape, data: source ? held.map((_, place) => held[source(place)]!) : held }];
    }),
  );
}

function storedForm(parameter: ParameterShape, options: ModelOptions): StoredForm {
  if (rotaryBaseOf(options) !== undefined) return neoxForm(parameter, options);
  return parameter.name === HEAD ? { name: HEAD, ...transposed(parameter.shape) } : parameter;
}

/** Matrices are [out, in]; queries, keys and values stand side by side in each head, not heads in each of these. */
function neoxForm({ name, shape }: ParameterShape, { width, heads }: ModelOptions): StoredForm {
  const { of, kind, block } = placeOf(name);
  const stored = block ? `gpt_neox.layers.${block.layer}.${NEOX_BLOCK[block.module]}` : NEOX[of];
  const form = { name: `${stored}.${kind}`, shape };
  const headWidth = width / heads;
  const column = (place: number) => {
    const [head, part] = [Math.floor(place / (3 * headWidth)), Math.floor(place / headWidth) % 3];
    return part * width + head * headWidth + (place % headWidth);
  };
  const isPacked = block?.module === 'attn.c_attn';
  if (shape.length === 1) return isPacked ? { ...form, source: column } : form;
  if (of === 'transformer.wte') return form;
  return { ...form, ...transposed(shape, isPacked ? column : undefined) };
}

/**
 * How a matrix of the model, [in, out], stands in a file as [out, in].
 *
 * @param column where the model holds the column that is a row in the file
 */
export function transposed(
  [rows, columns]: readonly number[],
  column = (place: number) => place,
): Pick<StoredForm, 'shape'> & Required<Pick<StoredForm, 'source'>> {
  return {
    shape: [columns!, rows!],
    source: (place) => (place % rows!) * columns! + column(Math.floor(place / rows!)),
  };
}
