#!/usr/bin/env node
/** The command line. */
import './quick-start.ts';
import { run } from './cli/run.ts';

process.exitCode = await run(process.argv.slice(2));
