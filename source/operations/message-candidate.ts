import type {Message} from '../aws/queue.ts';
import {decodePayload} from '../payload/decode.ts';
import type {FilterCandidate} from '../payload/filter/candidate.ts';
import type {EpochMs} from '../shared/clock.ts';

/** A message as a filter sees it. Its body is decoded only when a term looks inside. */
export function messageCandidate(
	message: Message,
	context: {readonly nowMs: EpochMs; readonly retentionSeconds?: number | undefined},
): FilterCandidate {
	const {nowMs, retentionSeconds} = context;
	return {
		get text() {
			const decoded = decodePayload(message.body);
			return decoded.format === 'hex' ? message.body : decoded.text;
		},
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
	};
}
