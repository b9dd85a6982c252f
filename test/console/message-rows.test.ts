import {expect, test} from 'vitest';
import {isPlain, stateCell} from '../../source/console/queues/message-rows.ts';
import type {PeekedMessage, PeekState} from '../../source/operations/peek-state.ts';

const sinceMs = 1_000_000;

function peeked(state: PeekState): PeekedMessage {
	const message = {messageId: 'm', receiptHandle: 'h', body: '', bodyBytes: 0, sentAtMs: 0, receiveCount: 1, attributes: {}};
	return {message, receivedAtMs: 0, state};
}

test('an extension that waits for its answer changes nothing for two seconds, then shows a dot', () => {
	const extending = peeked({status: 'extending', heldUntilMs: sinceMs + 10_000, sinceMs});

	expect(stateCell(extending, sinceMs).text).toBe('10s kept');
	expect(isPlain(extending, sinceMs + 1999)).toBe(true);
	expect(stateCell(extending, sinceMs + 1999).text).toBe('10s kept');
	expect(isPlain(extending, sinceMs + 2000)).toBe(false);
	expect(stateCell(extending, sinceMs + 2000).text).toBe('10s kept ·');
});

test.each([
	[{status: 'held', heldUntilMs: sinceMs + 15_000, isKept: true}, '15s kept', true],
	[{status: 'held', heldUntilMs: sinceMs + 15_000, isKept: false}, '15s', false],
	[{status: 'releasing', heldUntilMs: sinceMs + 15_000}, 'giving back', false],
	[{status: 'released', atMs: sinceMs}, 'given back', false],
	[{status: 'gone', atMs: sinceMs}, 'x gone', true],
	[{status: 'doubtful', backAtMs: sinceMs}, '? doubtful', false],
] as const)('%o reads %s; its column stands only where a row says more than the breadcrumb and the marks', (state, text, plain) => {
	expect(stateCell(peeked(state), sinceMs).text).toBe(text);
	expect(isPlain(peeked(state), sinceMs)).toBe(plain);
});
