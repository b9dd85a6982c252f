import type {Message} from '../aws/queue.ts';
import type {FilterCandidate} from '../payload/filter/candidate.ts';
import type {EpochMs} from '../shared/clock.ts';
import {aggregatedTexts, candidateText} from './candidate-text.ts';

/** Longer texts that decoding made are made again when they are asked for, so that what is held does not weigh twice. */
const keptLengthMax = 16 * 1024;

/** Texts that decoding made, for as long as their messages live: a list asks for them with every key. */
const texts = new WeakMap<Message, string>();

/** A message as a filter sees it. Its body is decoded only when a term looks inside, and once. */
export function messageCandidate(
	message: Message,
	context: {readonly nowMs: EpochMs; readonly retentionSeconds?: number | undefined},
): FilterCandidate {
	const {nowMs, retentionSeconds} = context;
	const candidate = {
		fields: {
			id: message.messageId,
			group: message.groupId,
			dedup: message.deduplicationId,
			from: message.sourceQueueArn?.split(':').at(-1),
		},
		get attributes() {
			return Object.fromEntries(
				Object.entries(message.attributes).flatMap(([name, {stringValue}]) => (stringValue === undefined ? [] : [[name, stringValue]])),
			);
		},
		numbers: {
			receiveCount: message.receiveCount,
			sizeBytes: message.bodyBytes,
			sentAtMs: message.sentAtMs,
			diesAtMs: retentionSeconds === undefined ? undefined : message.sentAtMs + retentionSeconds * 1000,
		},
		nowMs,
		get text() {
			return textOf(message);
		},
	};
	const parts = aggregatedTexts(message.body);
	if (!parts) return candidate;
	const {attributes} = candidate;
	return {...candidate, parts: parts.map(({text}) => ({...candidate, attributes, text}))};
}

function textOf(message: Message): string {
	const known = texts.get(message);
	if (known !== undefined) return known;
	const text = candidateText(message.body);
	if (text === message.body || text.length <= keptLengthMax) texts.set(message, text);
	return text;
}
