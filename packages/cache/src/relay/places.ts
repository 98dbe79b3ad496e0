import { FOLDER_VARIABLE, SERVER_VARIABLE, TOKEN_VARIABLE } from '../variables.ts';
import { LARGEST } from './exchange.ts';
import { FolderPlace } from './folderPlace.ts';
import type { Place } from './place.ts';
import { type Patience, Upstream } from './upstream.ts';

/** A place by its name. */
export interface NamedPlace {
  /** For a reader: an address, or a folder. */
  readonly address: string;
  /** @throws {Fault} if it has no address, or cannot be opened */
  open(): Promise<Place>;
}

/** The places that an environment names, the nearest first: a folder of entries, and a server. */
export function placesIn(environment: Readonly<NodeJS.ProcessEnv>, patience: Patience): NamedPlace[] {
  const {
    [FOLDER_VARIABLE]: folder = '',
    [SERVER_VARIABLE]: server = '',
    [TOKEN_VARIABLE]: token,
  } = environment;
  return [
    { address: folder, open: async () => await FolderPlace.open(folder, LARGEST) },
    { address: server, open: async () => new Upstream(server, token, patience) },
  ].filter(({ address }) => address !== '');
}
