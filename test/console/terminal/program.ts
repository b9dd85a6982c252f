/** A small console for the pty stories: shows each token, and ends in the way its keys say. */
import {appendFileSync} from 'node:fs';
import process from 'node:process';
import {Box, Text, render} from 'ink';
import {createElement, Fragment, useSyncExternalStore, type ReactNode} from 'react';
import {TerminalModes} from '../../../source/console/terminal/input.ts';
import type {ExitReason} from '../../../source/console/terminal/restore.ts';
import {createTerminal} from '../../../source/console/terminal/terminal.ts';
import type {Reply, Token} from '../../../source/console/terminal/token.ts';
import {createSystemClock} from '../../../source/shared/clock.ts';

const giveBack = process.argv[2] ?? 'gives-back';
const listeners = new Set<() => void>();
let shown: readonly string[] = ['ready'];
let isBroken = false;

function show(line: string): void {
	shown = [...shown, line].slice(-8);
	for (const listener of listeners) listener();
}

const acts: Readonly<Record<string, () => void>> = {
	q: () => void terminal.leave({type: 'quit'}),
	'ctrl-c': () => void terminal.leave({type: 'quit'}),
	'ctrl-z': () => void terminal.suspend().then(() => show('back from the shell')),
	'ctrl-l': () => terminal.redraw(),
	F: () => void terminal.stdout.write('\u001B[9;1Hforeign'),
	M: () => {
		terminal.setMouse(true);
		terminal.setTitle('sluice \u009Btest');
	},
	W: () => process.emitWarning('a warning of a library'),
	T: () => {
		throw new Error('thrown in a handler');
	},
	R: () => void Promise.reject(new Error('rejected in the dark')),
	B: () => {
		isBroken = true;
		show('broken');
	},
	X: () => process.exit(7),
	P: () => show(`pid ${process.pid}`),
	Q: () => void terminal.stdout.write('\u001B[c'),
	E: () =>
		void terminal
			.runChild('bash', ['-c', 'echo child is here; read -rsn1 first; read -rsn1 second; echo "child got $first$second"; read -rsn1 third'])
			.then(end => show(`child ended with ${end.exitCode}`)),
	N: () => void terminal.runChild('/no/such/editor', []).catch((error: Error) => show(error.message.slice(0, 60))),
};

function onToken(token: Token): void {
	show(token.type === 'key' ? `key ${token.key}` : `${token.type} ${JSON.stringify(token)}`);
	if (token.type === 'key') acts[token.key]?.();
}

function endWork(reason: ExitReason): Promise<readonly string[]> {
	if (giveBack === 'never-ends') return new Promise(() => {});
	return new Promise(resolve => setTimeout(() => resolve([`Gave back 3 messages (${reason.type}).`]), 20));
}

const terminal = createTerminal({
	process,
	clock: createSystemClock(),
	onToken,
	onReply: (reply: Reply) => show(`reply ${JSON.stringify(reply)}`),
	onExit: reason => {
		const told = process.env['EXIT_FILE'];
		if (told) appendFileSync(told, `${reason.type}\n`);
		return endWork(reason);
	},
	exit: code => process.exit(code),
});

function App(): ReactNode {
	const lines = useSyncExternalStore(
		listener => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => shown,
	);
	if (isBroken) throw new Error('thrown in render');
	return createElement(
		Box,
		{flexDirection: 'column', width: terminal.stdout.columns, height: terminal.stdout.rows},
		...Array.from({length: terminal.stdout.rows}, (_, index) => createElement(Text, {key: index}, lines[index] ?? ' ')),
	);
}

const instance = render(createElement(Fragment, null, createElement(TerminalModes, {onReady: terminal.onReady}), createElement(App)), {
	stdin: terminal.stdin,
	stdout: terminal.stdout,
	alternateScreen: true,
	incrementalRendering: true,
	maxFps: 60,
	patchConsole: false,
	exitOnCtrlC: false,
	interactive: true,
});
terminal.attach(instance);
instance.waitUntilExit().catch((error: unknown) => void terminal.leave({type: 'crash', error}));
