import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { ConfigMap, Pod } from './schemas.ts';

/** Where the volumes of a pod get what they hold. */
export interface VolumeSources {
  readonly namespace: string;
  configMap(name: string): ConfigMap | undefined;
  /** A token of an account, which the API knows. */
  token(account: string): string;
  /** Folder of a claim. */
  claim(name: string): string;
}

/**
 * Makes the volumes of a pod.
 *
 * @returns folder by name of the volume
 * @throws {Error} if it names what there is not
 */
export function makeVolumes(pod: Pod, folder: string, sources: VolumeSources): Map<string, string> {
  return new Map(
    pod.volumes.map((volume) => {
      if ('persistentVolumeClaim' in volume)
        return [volume.name, sources.claim(volume.persistentVolumeClaim.claimName)];
      const path = join(folder, volume.name);
      mkdirSync(path, { recursive: true });
      if ('projected' in volume) {
        for (const source of volume.projected.sources) project(source, path, pod, sources);
      }
      return [volume.name, path];
    }),
  );
}

type Source = Extract<Pod['volumes'][number], { projected: object }>['projected']['sources'][number];

function project(source: Source, folder: string, pod: Pod, sources: VolumeSources): void {
  const write = (path: string, content: string | Buffer) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { flag: 'wx' });
  };
  if ('configMap' in source) {
    const { name, items } = source.configMap;
    // That of every namespace.
    if (name === 'kube-root-ca.crt') {
      write(items[0]!.path, rootCertificates[0]!);
      return;
    }
    const map = sources.configMap(name);
    if (map === undefined) throw new Error(`there is no ConfigMap ${name}`);
    for (const { key, path } of items) {
      const content =
        map.data[key] ?? Buffer.from(expected(map.binaryData[key], `${name}: key ${key}`), 'base64');
      write(path, content);
    }
  } else if ('serviceAccountToken' in source) {
    write(source.serviceAccountToken.path, sources.token(expected(pod.serviceAccountName, 'account')));
  } else {
    for (const { path } of source.downwardAPI.items) write(path, sources.namespace);
  }
}

function expected(value: string | undefined, what: string): string {
  if (value === undefined) throw new Error(`${what} is missing`);
  return value;
}
