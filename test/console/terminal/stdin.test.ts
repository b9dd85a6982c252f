import {EventEmitter} from 'node:events';
import {describe, expect, test} from 'vitest';
import {createTokenizedStdin, type TerminalInput} from '../../../source/console/terminal/stdin.ts';
import type {Token} from '../../../source/console/terminal/token.ts';
import {createManualClock} from '../../../source/shared/clock.ts';

/** A terminal's input that says what was done to it. */
class Recorder extends EventEmitter implements TerminalInput {
	readonly isTTY = true;
	readonly calls: string[] = [];

	setRawMode(isRaw: boolean): void {
		this.calls.push(isRaw ? 'raw' : 'cooked');
	}

	resume(): void {
		this.calls.push('resume');
	}

	pause(): void {
		this.calls.push('pause');
	}
}

function open() {
	const terminal = new Recorder();
	const clock = createManualClock();
	const tokens: Token[] = [];
	let lostCount = 0;
	const stdin = createTokenizedStdin(terminal, {clock, onToken: token => tokens.push(token), onLost: () => lostCount++});
	return {terminal, clock, tokens, stdin, lostCount: () => lostCount};
}

describe('reading follows raw mode', () => {
	test('nothing is read before raw mode is on', () => {
		const {terminal, tokens} = open();

		terminal.emit('data', 'j');

		expect(tokens).toEqual([]);
		expect(terminal.calls).toEqual([]);
	});

	test('keys come while it is on, and none after it is off', () => {
		const {terminal, tokens, stdin} = open();

		stdin.setRawMode(true);
		terminal.emit('data', Buffer.from('j'));
		stdin.setRawMode(false);
		terminal.emit('data', Buffer.from('k'));

		expect(tokens).toEqual([{type: 'key', key: 'j'}]);
		expect(terminal.calls).toEqual(['raw', 'resume', 'cooked', 'pause']);
	});

	test('turned on twice, each key still comes once', () => {
		const {terminal, tokens, stdin} = open();

		stdin.setRawMode(true);
		stdin.setRawMode(true);
		terminal.emit('data', 'j');

		expect(tokens).toHaveLength(1);
	});

	test('half a sequence from before is forgotten', () => {
		const {terminal, clock, tokens, stdin} = open();

		stdin.setRawMode(true);
		terminal.emit('data', '\u001B[1;');
		stdin.setRawMode(false);
		stdin.setRawMode(true);
		terminal.emit('data', 'A');
		clock.advance(5000);

		expect(tokens).toEqual([{type: 'key', key: 'A'}]);
	});
});

test('Ink is given nothing to read', () => {
	const {terminal, stdin} = open();
	const heard: unknown[] = [];
	stdin.on('readable', () => heard.push('readable'));

	stdin.setRawMode(true);
	terminal.emit('data', 'jjjj');

	expect(heard).toEqual([]);
	expect(stdin.read()).toBeNull();
	expect(stdin.isTTY).toBe(true);
});

test('a terminal that is closed or breaks is told as lost, not thrown', () => {
	const {terminal, lostCount} = open();

	terminal.emit('error', new Error('read EIO'));
	terminal.emit('end');

	expect(lostCount()).toBe(2);
});
