/** What a command answers to the shell. Scripts rely on it; `sluice --help` lists it. */
export const exitCodes = {
	/** Everything asked for was done. */
	done: 0,
	/** It was tried, and failed. */
	failed: 1,
	/** The command line was wrong; nothing was tried. */
	usage: 2,
	/** Not allowed or not confirmed; nothing was changed. */
	refused: 3,
	/** Some of it was done, some not. */
	partly: 4,
} as const;

/** One of `exitCodes`; or 128 and a signal's number, when that signal ended the console. */
export type ExitCode = number;
