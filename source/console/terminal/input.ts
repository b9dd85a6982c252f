import {useApp, useInput, usePaste} from 'ink';
import {useEffect, type ReactNode} from 'react';
import type {SuspendTerminal} from './suspend.ts';

/**
Mounted once, always: through it Ink turns raw mode and bracketed paste on. No key comes this way, for Ink reads a silent stdin (stdin.ts).

Not to be mounted without a terminal: Ink refuses raw mode there.

@param props.onReady Gets Ink's way to hand over the terminal, for `terminal.onReady`.
*/
export function TerminalModes({onReady}: {readonly onReady?: (suspendTerminal: SuspendTerminal) => void}): ReactNode {
	const {suspendTerminal} = useApp();
	useInput(() => {});
	usePaste(() => {});
	useEffect(() => onReady?.(suspendTerminal), [onReady, suspendTerminal]);
	return null;
}
