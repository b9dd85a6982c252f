import type {Message, OutgoingMessage} from '../aws/queue.ts';

/** What a person changed of a message: a new body, new attributes, another group. What is absent stays as it was. */
export type MessageEdit = Pick<OutgoingMessage, 'groupId' | 'deduplicationId' | 'delaySeconds'> & {
	readonly body?: string;
	readonly attributes?: Message['attributes'];
};
