#!/usr/bin/env node
/** The command line under the name by which the pipeline starts its stages. */
import './cachedOnly.ts';
import './vestige.js';
