export { type AuditRelay, type Finding, type Findings, startAuditRelay } from './audit/auditRelay.ts';
export { type Relay, startRelay } from './relay/relay.ts';
export { type CacheServer, startServer } from './server/startServer.ts';
export { BucketError } from './store/bucket.ts';
export { BucketStore } from './store/bucketStore.ts';
export { FolderStore } from './store/folderStore.ts';
export type { About, Limits, OnDamaged, Store } from './store/store.ts';
export { type Keyring, keyringOf, keyringOfFile } from './tokens/keyring.ts';
export { addToken, newToken, readTokens, revokeToken, TokenError } from './tokens/tokenFile.ts';
