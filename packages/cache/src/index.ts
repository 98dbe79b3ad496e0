export { bytesOf, bytesText } from './bytes.ts';
export { isHash } from './hash.ts';
export { type CacheServer, startServer } from './server/startServer.ts';
export { FolderStore } from './store/folderStore.ts';
export type { About, Limits, OnDamaged, Store } from './store/store.ts';
export { type Keyring, keyringOf, keyringOfFile } from './tokens/keyring.ts';
export { addToken, newToken, readTokens, revokeToken, TokenError } from './tokens/tokenFile.ts';
