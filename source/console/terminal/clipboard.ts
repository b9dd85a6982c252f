/** Terminals take about this much: xterm 100,000 bytes, others more. */
export const clipboardBytesMax = 100 * 1024;

/**
The sequence that puts text on the clipboard of the operator's own machine, also over SSH (OSC 52). Undefined when there is too much of it: offer a file.

@param options.isTmux The terminal is inside tmux, which passes on only what is wrapped.
@see [XTerm control sequences](https://invisible-island.net/xterm/ctlseqs/ctlseqs.html)
*/
export function clipboardSequence(text: string, options: {isTmux: boolean}): string | undefined {
	const bytes = Buffer.from(text);
	if (bytes.length > clipboardBytesMax) return undefined;
	const sequence = `\u001B]52;c;${bytes.toString('base64')}\u0007`;
	return options.isTmux ? `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}\u001B\\` : sequence;
}

/** Whether the environment says that the terminal is inside tmux. */
export function isInTmux(environment: Readonly<Record<string, string | undefined>>): boolean {
	return (environment['TMUX'] ?? '') !== '';
}
