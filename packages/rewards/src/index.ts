export { type Monitor, wordMonitor } from './monitor.ts';
export { type RewardsOptions, rewardsSchema } from './options.ts';
export { createReward, type Reward, type RewardParts } from './reward.ts';
