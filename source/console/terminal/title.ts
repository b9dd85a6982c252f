import {safeText} from '../../payload/safe-text.ts';

/** The window's title, put aside while the console sets its own. Terminals without titles ignore it. */
export class WindowTitle {
	#shown = '';

	/** What to write for a title; empty when it is shown already. */
	change(title: string): string {
		if (title === this.#shown) return '';
		const putAside = this.#shown === '' ? '\u001B[22;2t' : '';
		this.#shown = title;
		return `${putAside}\u001B]2;${safeText(title)}\u0007`;
	}

	/** What to write to get the old title back; empty when it was never changed. */
	restoring(): string {
		const isChanged = this.#shown !== '';
		this.#shown = '';
		return isChanged ? '\u001B[23;2t' : '';
	}
}
