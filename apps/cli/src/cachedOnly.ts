// Ends a stage that was not in the cache, where a pipeline is to take from it what is there and to run nothing. The
// variable is named by `resolvePipeline` in packages/cluster, which takes too long to load at each start of a stage.
if (process.env.VESTIGE_CACHED_ONLY) process.exit(1);
