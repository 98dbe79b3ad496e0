import { isUtf8 } from 'node:buffer';
import type { KubernetesObject, Metadata } from './objects.ts';
import type { SubmittedFile } from './options.ts';

/** Bytes of a ConfigMap's data at most: the API takes 1 MiB, names and labels included. */
const MOST_BYTES = 1_000_000;

/** Files in ConfigMaps, and the sources of a projected volume that has them at their paths again. */
export interface FileMaps {
  readonly objects: readonly KubernetesObject[];
  readonly sources: readonly object[];
}

/**
 * Puts files into as few ConfigMaps as hold them. Keys of a ConfigMap have no slashes, so that they are numbers, and the
 * volume has the paths.
 *
 * @param metadataOf of the ConfigMap of a number
 * @throws {Error} if a file does not fit into one
 */
export function fileMaps(
  files: readonly SubmittedFile[],
  metadataOf: (number: number) => Metadata,
): FileMaps {
  const objects: KubernetesObject[] = [];
  const sources: object[] = [];
  for (const [i, members] of packed(files).entries()) {
    const metadata = metadataOf(i);
    const [data, binaryData]: Record<string, string>[] = [{}, {}];
    members.forEach(({ content }, key) => {
      if (isUtf8(content)) data![key] = content.toString('utf8');
      else binaryData![key] = content.toString('base64');
    });
    objects.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      immutable: true,
      data,
      ...(Object.keys(binaryData!).length === 0 ? {} : { binaryData }),
    });
    const items = members.map(({ path }, key) => ({ key: String(key), path }));
    sources.push({ configMap: { name: metadata.name, items } });
  }
  return { objects, sources };
}

/** First fit, the largest first. */
function packed(files: readonly SubmittedFile[]): SubmittedFile[][] {
  const maps: { members: SubmittedFile[]; room: number }[] = [];
  for (const file of files.toSorted((a, b) => b.content.length - a.content.length)) {
    const size = sizeOf(file);
    if (size > MOST_BYTES) {
      throw new Error(
        `${file.path}: its ${file.content.length} bytes do not fit into a ConfigMap of Kubernetes, which holds 1 MiB; build it into the image`,
      );
    }
    const map = maps.find(({ room }) => size <= room);
    if (map) {
      map.members.push(file);
      map.room -= size;
    } else {
      maps.push({ members: [file], room: MOST_BYTES - size });
    }
  }
  return maps.map(({ members }) => members);
}

function sizeOf({ content }: SubmittedFile): number {
  return isUtf8(content) ? content.length : 4 * Math.ceil(content.length / 3);
}
