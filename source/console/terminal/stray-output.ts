/** Characters kept of what was written past the terminal layer. */
const lengthMax = 65_536;

/** A stream whose `write` can be taken over. `process.stdout` and `process.stderr` are two. */
export type WritableTarget = {write: NodeJS.WriteStream['write']};

/**
Keeps back what libraries and Node itself write while the console is on screen (warnings, console.log): one such line would damage the screen for good.

@returns Gives the streams back and answers what was held, to be printed on the normal screen.
*/
export function holdStrayOutput(targets: readonly WritableTarget[]): () => string {
	let held = '';
	const originals = targets.map(target => [target, target.write] as const);
	for (const target of targets) {
		target.write = ((text: string | Uint8Array, encodingOrCallback?: unknown, callback?: unknown): boolean => {
			if (held.length < lengthMax) held += typeof text === 'string' ? text : Buffer.from(text).toString();
			const done = typeof encodingOrCallback === 'function' ? encodingOrCallback : callback;
			if (typeof done === 'function') queueMicrotask(() => done());
			return true;
		}) as WritableTarget['write']; // The overloads differ only in which argument is left out.
	}
	return () => {
		for (const [target, write] of originals) target.write = write;
		const text = held.slice(0, lengthMax);
		held = '';
		return text;
	};
}
