/** Terminal modes by number, with what turns each off. In this order, since leaving the alternate screen moves the cursor back. */
const undo: ReadonlyArray<readonly [mode: number, off: string]> = [
	[2026, '\u001B[?2026l'],
	[1000, '\u001B[?1000l'],
	[1002, '\u001B[?1002l'],
	[1003, '\u001B[?1003l'],
	[1006, '\u001B[?1006l'],
	[1004, '\u001B[?1004l'],
	[2004, '\u001B[?2004l'],
	[1049, '\u001B[?1049l'],
	[7, '\u001B[?7h'],
	[25, '\u001B[?25h'],
];

/** The other way round: what a program leaves on is their absence. Wrapping at the edge, and the cursor. */
const onByDefault = [7, 25];

/** Follows what is written to a terminal, to know which of its modes are on. */
export class ModeTracker {
	readonly #on = new Set<number>();
	#tail = '';

	/** Looks at what was written; a sequence cut in two is still seen. */
	follow(written: string): void {
		const text = this.#tail + written;
		this.#tail = /\u001B(?:\[(?:\?[\d;]*)?)?$/.exec(text.slice(-32))?.[0] ?? '';
		if (!text.includes('\u001B[?')) return;
		for (const [, numbers = '', action] of text.matchAll(/\u001B\[\?([\d;]+)([hl])/g)) {
			for (const mode of numbers.split(';').map(Number)) {
				const isOn = (action === 'h') !== onByDefault.includes(mode);
				if (isOn) this.#on.add(mode);
				else this.#on.delete(mode);
			}
		}
	}

	/** Whether a mode differs from how a terminal starts. */
	isOn(mode: number): boolean {
		return this.#on.has(mode);
	}

	/** What must be written to leave the terminal as it was; empty when it is. */
	restoring(): string {
		return undo
			.filter(([mode]) => this.#on.has(mode))
			.map(([, off]) => off)
			.join('');
	}
}
