import { basename, resolve } from 'node:path';
import { readCheckpointFiles } from '@vestige/model/checkpointFiles';
import { configurationOf, type FoundCheckpoint } from '../checkpoint.ts';
import { bold, bytes, counted, facts, section } from '../terminal/layout.ts';
import { madeBy } from './madeBy.ts';

/** A checkpoint in words, or as JSON. */
export function showCheckpoint(found: FoundCheckpoint, json: boolean): string {
  const { directory } = found;
  const { options, words, tensors, metadata } = readCheckpointFiles(directory);
  const { condition, seed, step, backend, kernels } = metadata;
  const parameters = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  const configuration = configurationOf(directory, metadata);
  const run = { condition, seed: numberOf(seed), step: numberOf(step) };
  if (json) {
    return JSON.stringify(
      {
        file: directory,
        provenance: { experiment: configuration, ...run, backend, kernels },
        model: options,
        parameters,
        tensors: Object.fromEntries(Array.from(tensors, ([name, { shape }]) => [name, shape])),
        vocabulary: words,
      },
      null,
      2,
    );
  }
  const { width, layers, heads, feedForward, contextLength, positions, rotaryBase } = options;
  const [shape, loader] =
    positions === 'rotary' ? ['GPT-NeoX', 'GPTNeoXForCausalLM'] : ['GPT-2', 'GPT2LMHeadModel'];
  const stage = run.step === 0 && configuration.condition === undefined ? 'pretrain' : 'train';
  return [
    `${bold(basename(resolve(directory)))}: a checkpoint, one policy${found.among > 1 ? `, the last of ${found.among}` : ''}`,
    '',
    ...facts([
      ...(metadata.made_by
        ? madeBy(stage, run, { ...configuration, model: {} }, { backend, kernels })
        : [['made by', 'unknown: its metadata does not say'] as [string, string]]),
      [
        'shape',
        `${shape} with ${counted(layers, 'layer')}, width ${width}, ${counted(heads, 'head')}, MLP ${feedForward}, context of ${contextLength} tokens${positions === 'rotary' ? `, rotary positions of base ${rotaryBase}` : ''}`,
      ],
      [
        'parameters',
        `${counted(parameters, 'number')} in ${counted(tensors.size, 'tensor')}, float32, ${bytes(4 * parameters)}`,
      ],
      ['vocabulary', `${words.length} words: ${words.join(' ')}`],
    ]),
    ...section('In Python', [
      `  from transformers import ${loader}, PreTrainedTokenizerFast`,
      `  model = ${loader}.from_pretrained("${directory}")`,
      `  tokenizer = PreTrainedTokenizerFast.from_pretrained("${directory}")`,
    ]),
    ...section('Talk to it', [`  vestige sample ${directory}`]),
  ].join('\n');
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
