import {defineAction, type ActionContext} from '../../action.ts';
import {string, structure} from '../../shape.ts';
import {invalidParameter} from '../errors.ts';
import {checkSubjectAndMessage, readTexts, type PublicationRequest} from '../publication.ts';
import {isEndpointArn, publishToEndpoint, publishToPhone} from '../publish-directly.ts';
import {checkForTopic, publishToTopic} from '../publish.ts';
import {messageAttributeMap} from '../shapes.ts';
import {stateOf} from '../owner-state.ts';
import type {SnsState} from '../state.ts';
import {countFifoMessages} from '../throughput.ts';
import {requireTopic} from '../topic.ts';

export const publish = defineAction({
	name: 'Publish',
	input: structure({
		required: {Message: string()},
		optional: {
			TopicArn: string(),
			TargetArn: string(),
			PhoneNumber: string(),
			Subject: string(),
			MessageStructure: string(),
			MessageAttributes: messageAttributeMap,
			MessageDeduplicationId: string(),
			MessageGroupId: string(),
		},
	}),
	output: structure({optional: {MessageId: string(), SequenceNumber: string()}}),
	docs: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html',
	handle(input, context: ActionContext<SnsState>) {
		const request: PublicationRequest = {
			message: input.Message,
			subject: input.Subject,
			structure: input.MessageStructure,
			attributes: input.MessageAttributes ?? {},
			groupId: input.MessageGroupId,
			deduplicationId: input.MessageDeduplicationId,
		};
		checkSubjectAndMessage(request);
		if (input.PhoneNumber !== undefined) return publishToPhone(context, input.PhoneNumber, request);
		const target = input.TopicArn ?? input.TargetArn;
		if (target === undefined) throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
		if (isEndpointArn(target)) return publishToEndpoint(context, target, request);
		const state = stateOf(context, target);
		const found = state.topics.get(target);
		if (found) checkForTopic(found, request);
		// Whether there is a topic at all is what AWS says last.
		const texts = readTexts(request);
		const topic = found ?? requireTopic(state, target, input.TopicArn === undefined ? 'TargetArn' : 'TopicArn');
		if (topic.fifo) countFifoMessages(state, topic, [request.groupId], context.nowMs);
		const published = publishToTopic(context, state, topic, request, texts);
		state.deliveries.drain();
		return {MessageId: published.messageId, SequenceNumber: published.sequenceNumber};
	},
});
