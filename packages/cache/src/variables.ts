/** Nx's name of the address of a cache. */
export const SERVER_VARIABLE = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
/** Name of the folder of a cache that needs no server. */
export const FOLDER_VARIABLE = 'VESTIGE_CACHE_DIR';
/** Nx's name of the token for it. */
export const TOKEN_VARIABLE = 'NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN';
