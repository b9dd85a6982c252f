/**
Turns Ctrl-C, SIGTERM and SIGHUP into one abort signal. They are taken over when it is first asked for; a second one ends the process at once.
*/
export function createInterrupt(): () => AbortSignal {
	let controller: AbortController | undefined;
	return () => {
		if (controller) return controller.signal;
		const created = new AbortController();
		controller = created;
		for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => created.abort());
		return created.signal;
	};
}
