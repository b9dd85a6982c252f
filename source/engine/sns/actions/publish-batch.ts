import {AwsError, defineAction, type ActionContext} from '../../action.ts';
import {boolean, list, string, structure} from '../../shape.ts';
import {checkSubjectAndMessage, readTexts, publicationBytes, type PublicationRequest} from '../publication.ts';
import {checkForTopic, publishToTopic} from '../publish.ts';
import {messageAttributeMap} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {countFifoMessages} from '../throughput.ts';
import {maximumMessageBytes} from '../topic-attributes.ts';
import {requireTopic} from '../topic.ts';

const entryCountMax = 10;

export const publishBatch = defineAction({
	name: 'PublishBatch',
	input: structure({
		required: {
			TopicArn: string(),
			PublishBatchRequestEntries: list(
				structure({
					required: {Id: string(), Message: string()},
					optional: {
						Subject: string(),
						MessageStructure: string(),
						MessageAttributes: messageAttributeMap,
						MessageDeduplicationId: string(),
						MessageGroupId: string(),
					},
				}),
			),
		},
	}),
	output: structure({
		optional: {
			Successful: list(structure({optional: {Id: string(), MessageId: string(), SequenceNumber: string()}})),
			Failed: list(structure({required: {Id: string(), Code: string(), SenderFault: boolean()}, optional: {Message: string()}})),
		},
	}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html',
	handle(input, context: ActionContext<SnsState>) {
		const entries = input.PublishBatchRequestEntries;
		checkEntryIds(entries.map(entry => entry.Id));
		const state = stateOf(context, input.TopicArn);
		const topic = requireTopic(state, input.TopicArn);
		const requests = entries.map((entry): PublicationRequest => ({
			message: entry.Message,
			subject: entry.Subject,
			structure: entry.MessageStructure,
			attributes: entry.MessageAttributes ?? {},
			groupId: entry.MessageGroupId,
			deduplicationId: entry.MessageDeduplicationId,
		}));
		const totalBytes = requests.reduce((sum, request) => sum + publicationBytes(request), 0);
		if (totalBytes > maximumMessageBytes(topic)) {
			throw batchError('BatchRequestTooLong', 'The length of all the messages put together is more than the limit.');
		}
		const checked = requests.map(request => {
			checkSubjectAndMessage(request);
			checkForTopic(topic, request);
			return {request, texts: readTexts(request)};
		});
		if (topic.fifo) {
			const groupIds = requests.map(({groupId}) => groupId);
			countFifoMessages(state, topic, groupIds, context.nowMs);
		}
		const published = checked.map(({request, texts}) => publishToTopic(context, state, topic, request, texts));
		state.deliveries.drain();
		return {
			Successful: published.map(({messageId, sequenceNumber}, index) => ({
				Id: entries[index]?.Id,
				MessageId: messageId,
				SequenceNumber: sequenceNumber,
			})),
			Failed: [],
		};
	},
});

function checkEntryIds(ids: readonly string[]): void {
	if (ids.length === 0) throw batchError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
	if (ids.length > entryCountMax) {
		throw batchError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
	}
	for (const id of ids) {
		if (id.length > 80) throw batchError('InvalidBatchEntryId', `The Id of a batch entry in the batch request is too long: ${id}`);
		if (!/^[\w-]+$/.test(id)) {
			throw batchError('InvalidBatchEntryId', `The Id of a batch entry in the batch request contains an impermissible character: ${id}`);
		}
	}
	if (new Set(ids).size !== ids.length) {
		throw batchError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
	}
}

function batchError(code: string, message: string): AwsError {
	return new AwsError(message, {code});
}
