import type {ActionContext} from '../action.ts';
import {addToArchive, parseArchivePolicy} from './archive.ts';
import {invalidParameter} from './errors.ts';
import {contentDeduplicationId, deduplicationKey, findDuplicate, nextSequenceNumber, rememberPublication, type FifoTopic} from './fifo.ts';
import {fanOut} from './fan-out.ts';
import type {MessageTexts} from './message-structure.ts';
import {countTopic} from './metrics.ts';
import {publicationBytes, type Publication, type PublicationRequest} from './publication.ts';
import type {SnsState} from './state.ts';
import {hasContentDeduplication, maximumMessageBytes} from './topic-attributes.ts';
import type {Topic} from './topic.ts';

export type Published = {readonly messageId: string; readonly sequenceNumber: string | undefined};

/** What the topic itself demands of a publication. */
export function checkForTopic(topic: Topic, request: PublicationRequest): void {
	if (publicationBytes(request) > maximumMessageBytes(topic)) throw invalidParameter('Message too long');
	checkGroupAndDeduplication(topic, request);
}

const idPattern = /^[\x21-\x7E]{1,128}$/;

function checkGroupAndDeduplication(topic: Topic, request: PublicationRequest): void {
	const {groupId, deduplicationId} = request;
	if (topic.fifo) {
		if (!groupId) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
		if (!deduplicationId && !hasContentDeduplication(topic)) {
			throw invalidParameter(
				'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
			);
		}
	} else if (deduplicationId !== undefined) {
		throw invalidParameter(
			'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
		);
	}
	// Assumed: the documentation gives the pattern, but no text.
	if (groupId !== undefined && !idPattern.test(groupId)) throw invalidParameter('MessageGroupId');
	if (deduplicationId !== undefined && !idPattern.test(deduplicationId)) throw invalidParameter('MessageDeduplicationId');
}

/**
Takes a checked publication: gives it its ids and lets it wait for delivery. A duplicate on a FIFO topic gets the ids of the first one and goes nowhere.

The caller drains `state.deliveries` when its whole request is taken.
*/
export function publishToTopic(
	context: ActionContext<SnsState>,
	state: SnsState,
	topic: Topic,
	request: PublicationRequest,
	texts: MessageTexts,
): Published {
	const {nowMs} = context;
	const messageId = context.random.uuid();
	const publication: Publication = {
		messageId,
		topicArn: topic.arn,
		texts,
		subject: request.subject,
		attributes: request.attributes,
		groupId: request.groupId,
		deduplicationId: undefined,
		sequenceNumber: undefined,
		publishedAtMs: nowMs,
		endpointUrl: context.endpointUrl,
		traceHeader: context.header('x-amzn-trace-id'),
		isReplayed: false,
	};
	countTopic(state, topic, 'NumberOfMessagesPublished');
	countTopic(state, topic, 'PublishSize', publicationBytes(request));
	if (topic.fifo) return publishToFifo(state, topic, topic.fifo, publication, request);
	fanOut(state, topic, publication);
	return {messageId, sequenceNumber: undefined};
}

function publishToFifo(state: SnsState, topic: Topic, fifo: FifoTopic, draft: Publication, request: PublicationRequest): Published {
	const deduplicationId = request.deduplicationId ?? contentDeduplicationId(request.message);
	const scope = topic.attributes.get('FifoThroughputScope') ?? 'Topic';
	const key = deduplicationKey({deduplicationId, groupId: draft.groupId ?? '', scope});
	const duplicate = findDuplicate(fifo, key, draft.publishedAtMs);
	if (duplicate) return {messageId: duplicate.messageId, sequenceNumber: duplicate.sequenceNumber};

	const sequenceNumber = nextSequenceNumber(fifo);
	rememberPublication(fifo, key, {messageId: draft.messageId, sequenceNumber, nowMs: draft.publishedAtMs});
	const publication: Publication = {...draft, deduplicationId, sequenceNumber};
	const archivePolicy = topic.attributes.get('ArchivePolicy');
	if (archivePolicy !== undefined) addToArchive(fifo.archive, publication, parseArchivePolicy(archivePolicy).retentionMs);
	fanOut(state, topic, publication);
	return {messageId: draft.messageId, sequenceNumber};
}
