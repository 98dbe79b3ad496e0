import type { ModelOptions } from './options.ts';
import { HEAD, parameterShapes } from './parameters.ts';
import type { StoredTensor } from './safetensors.ts';

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
    parameterShapes(options, vocabularySize).map(({ name, shape }) => {
      const inFile = name === HEAD ? [...shape].reverse() : shape;
      const tensor = tensors.get(name);
      if (tensor?.shape.join() !== inFile.join()) {
        throw new Error(
          `tensor ${name} is ${tensor ? `of shape [${tensor.shape}]` : 'missing'}; expected [${inFile}]`,
        );
      }
      const size = shape.reduce((product, n) => product * n, 1);
      if (tensor.data.length !== size) {
        throw new Error(`tensor ${name} holds ${tensor.data.length} numbers; expected ${size}`);
      }
      return [name, name === HEAD ? transposed(tensor) : tensor.data];
    }),
  );
}

/** The transpose of a matrix, row-major. */
export function transposed({ shape, data }: StoredTensor): Float32Array {
  const [rows, columns] = shape as [number, number];
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  }
  return result;
}
