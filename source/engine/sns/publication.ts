import type {EpochMs} from '../../shared/clock.ts';
import {invalidParameter} from './errors.ts';
import {checkMessageAttributes, messageAttributeBytes, type MessageAttributes} from './message-attributes.ts';
import {parseMessageStructure, type MessageTexts} from './message-structure.ts';

/** A message that SNS has taken. */
export type Publication = {
	readonly messageId: string;
	readonly topicArn: string;
	readonly texts: MessageTexts;
	readonly subject: string | undefined;
	readonly attributes: MessageAttributes;
	/** FIFO topics, and standard ones for fair queues. */
	readonly groupId: string | undefined;
	/** FIFO topics only: given, or the SHA-256 of the message. */
	readonly deduplicationId: string | undefined;
	/** FIFO topics only. */
	readonly sequenceNumber: string | undefined;
	readonly publishedAtMs: EpochMs;
	/** URLs in what is delivered start with it. */
	readonly endpointUrl: string;
	/** X-Ray's header of the request, passed on to queues. */
	readonly traceHeader: string | undefined;
	/** It comes from a FIFO topic's archive. */
	readonly isReplayed: boolean;
};

/** A message as a request brings it. */
export type PublicationRequest = {
	readonly message: string;
	readonly subject: string | undefined;
	readonly structure: string | undefined;
	readonly attributes: MessageAttributes;
	readonly groupId: string | undefined;
	readonly deduplicationId: string | undefined;
};

/** What AWS looks at first. */
export function checkSubjectAndMessage(request: PublicationRequest): void {
	if (request.subject !== undefined && !isSubject(request.subject)) throw invalidParameter('Subject');
	if (request.message === '') throw invalidParameter('Empty message');
}

/** What AWS looks at after the size and the demands of the topic: attributes, and the text for each protocol. */
export function readTexts(request: PublicationRequest): MessageTexts {
	checkMessageAttributes(request.attributes);
	return parseMessageStructure(request.message, request.structure);
}

/** ASCII without control characters, beginning with a letter, digit or punctuation, at most 100 characters. */
function isSubject(text: string): boolean {
	return /^[\x21-\x7E][\x20-\x7E]{0,99}$/.test(text);
}

/** Bytes that count against the topic's limit. */
export function publicationBytes(request: PublicationRequest): number {
	return Buffer.byteLength(request.message) + messageAttributeBytes(request.attributes);
}
