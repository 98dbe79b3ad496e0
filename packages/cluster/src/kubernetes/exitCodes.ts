/** Exit codes of a job that decide whether it is run again. */

/** The task cannot be run as it was submitted: a run more would end alike. `EX_DATAERR` of sysexits.h. */
export const REFUSED = 65;
/** Killed, where nothing took the pod away: out of memory. 128 + SIGKILL. */
export const KILLED = 137;
