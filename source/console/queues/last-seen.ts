import type {PeekedMessage} from '../../operations/peek-state.ts';
import {cutToWidth, safePreview, safeText} from '../../payload/safe-text.ts';
import type {EpochMs} from '../../shared/clock.ts';
import {formatAgeByMinute, formatBytes, formatTime, plural} from '../../shared/units.ts';
import {line, span, wrapLine, type Area, type Line} from '../line.ts';
import type {State} from '../state.ts';
import {deadLetterQueueOf, sourcesOfQueue} from './rows.ts';
import type {QueueRow} from './state.ts';

/** What is remembered of the messages of a queue after they were given back. */
export type LastSeen = {
	readonly seenAtMs: EpochMs;
	readonly count: number;
	/** The oldest of them. */
	readonly messages: readonly SeenMessage[];
};

type SeenMessage = {readonly sentAtMs: EpochMs; readonly receiveCount: number; readonly bodyBytes: number; readonly preview: string};

/** Messages remembered of a queue, the cells of a body, and queues. */
const messagesMax = 8;
const previewWidth = 120;
const queuesMax = 50;

/** With what was seen of one more queue; the bodies themselves are let go. */
export function withLastSeen(
	known: Readonly<Record<string, LastSeen>>,
	url: string,
	seen: {readonly messages: readonly PeekedMessage[]; readonly seenAtMs: EpochMs},
): Readonly<Record<string, LastSeen>> {
	if (seen.messages.length === 0) return known;
	const {[url]: _before, ...others} = known;
	const kept = Object.entries(others).slice(-(queuesMax - 1));
	return {...Object.fromEntries(kept), [url]: lastSeenOf(seen.messages, seen.seenAtMs)};
}

function lastSeenOf(messages: readonly PeekedMessage[], seenAtMs: EpochMs): LastSeen {
	const oldest = messages.toSorted((a, b) => a.message.sentAtMs - b.message.sentAtMs).slice(0, messagesMax);
	return {
		seenAtMs,
		count: messages.length,
		messages: oldest.map(({message: {sentAtMs, receiveCount, bodyBytes, body}}) => ({
			sentAtMs,
			receiveCount,
			bodyBytes,
			preview: safePreview(body, previewWidth),
		})),
	};
}

/** Rows that a look takes at least: its title, its head and one message. */
export const deadLetterRowsMin = 3;

/** What was last seen of where messages die. Shown from memory: only a peek looks, and costs the messages a receive. */
export function deadLetterLines(state: State, row: QueueRow, area: Area): readonly Line[] {
	const isDlq = sourcesOfQueue(state.queues, row).length > 0;
	const dlq = isDlq ? row : deadLetterQueueOf(state.queues, row);
	if (!dlq) return [];
	const name = `${isDlq ? '' : 'DLQ '}${safeText(dlq.ref.name)}`;
	const seen = seenOf(state, dlq.ref.url);
	if (!seen) {
		const ready = dlq.attributes?.readyCount ?? 0;
		if (ready === 0) return [];
		const told = ` ${name}: ${plural(ready, 'message')}, none looked at yet   ${isDlq ? '' : 'L goes there, '}p peeks`;
		return wrapLine([span(told, 'dim')], {columns: area.columns - 1, indent: 3});
	}
	const retentionMs = (dlq.attributes?.retentionSeconds ?? 0) * 1000;
	const rows = seen.messages.slice(0, area.rows - 2).map(message => messageLine(state, message, {retentionMs, columns: area.columns}));
	return [
		line(span(` ${name}, last ${seen.count} seen at ${formatTime(seen.seenAtMs, 'minute')}`, 'dim')),
		line(span('   SENT       DIES IN RECV   SIZE BODY', 'dim')),
		...rows,
	];
}

function seenOf(state: State, url: string): LastSeen | undefined {
	const messages = state.queues.peeks[url]?.messages ?? [];
	if (messages.length === 0) return state.queues.lastSeen[url];
	const known = liveOf.get(messages);
	if (known) return known;
	const made = lastSeenOf(messages, state.now.peeks.get(url)?.seenAtMs ?? state.nowMs);
	liveOf.set(messages, made);
	return made;
}

/** Asked for by each frame, of messages that are still held. */
const liveOf = new WeakMap<readonly PeekedMessage[], LastSeen>();

function messageLine(state: State, message: SeenMessage, {retentionMs, columns}: {retentionMs: number; columns: number}): Line {
	const {sentAtMs, receiveCount, bodyBytes, preview} = message;
	const leftMs = sentAtMs + retentionMs - state.nowMs;
	const dies = retentionMs === 0 ? state.glyphs.unknown : leftMs <= 0 ? 'gone' : formatAgeByMinute(leftMs);
	const head = `   ${`${formatAgeByMinute(state.nowMs - sentAtMs)} ago`.padEnd(9)}  `;
	const isSoon = retentionMs > 0 && leftMs < 24 * 3_600_000;
	const numbers = ` ${String(receiveCount).padStart(4)} ${formatBytes(bodyBytes).padStart(6)} `;
	return line(
		head,
		span(dies.padStart(7), isSoon ? 'fail' : undefined),
		numbers,
		cutToWidth(preview, Math.max(0, columns - head.length - 7 - numbers.length - 1)),
	);
}
