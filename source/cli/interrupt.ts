/** Being told to stop: by a signal, or because nobody reads the output any more. */
export type Interrupt = {
	/** Taken over from the process when it is first asked for; a second signal ends the process at once. */
	signal(): AbortSignal;
	/** Tells whoever has asked for the signal to stop. False when nobody has. */
	abort(): boolean;
};

/** Turns Ctrl-C, SIGTERM and SIGHUP into one abort signal. */
export function createInterrupt(): Interrupt {
	let controller: AbortController | undefined;
	return {
		signal() {
			if (controller) return controller.signal;
			const created = new AbortController();
			controller = created;
			for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => created.abort());
			return created.signal;
		},
		abort() {
			controller?.abort();
			return controller !== undefined;
		},
	};
}
