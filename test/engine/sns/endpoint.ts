import type {OutgoingAnswer, OutgoingRequest, Wiring} from '../../../source/engine/action.ts';
import {createSns, type Sns} from './call.ts';

/** An HTTP endpoint that remembers what it got and answers as it is told. */
export type Endpoint = {
	readonly sns: Sns;
	readonly requests: OutgoingRequest[];
	/** The bodies of what came, parsed. */
	messages(): Array<Readonly<Record<string, string>>>;
	/** From now on it answers with this status, or not at all. */
	answer(status: number | 'nothing'): void;
	/** Lets answers arrive; nothing here waits for time. */
	settle(): Promise<void>;
};

export function createEndpoint(options: {wiring?: Partial<Wiring>; functionUrls?: Readonly<Record<string, string>>} = {}): Endpoint {
	const requests: OutgoingRequest[] = [];
	let status: number | 'nothing' = 200;
	const httpPost = async (request: OutgoingRequest): Promise<OutgoingAnswer> => {
		requests.push(request);
		if (status === 'nothing') throw new Error('connect ECONNREFUSED 127.0.0.1:9');
		return {status, body: ''};
	};
	return {
		sns: createSns({wiring: {httpPost, ...options.wiring}, engine: {functionUrls: options.functionUrls}}),
		requests,
		messages: () => requests.map(request => JSON.parse(request.body)),
		answer: next => {
			status = next;
		},
		settle: async () => {
			for (let turn = 0; turn < 10; turn++) await Promise.resolve();
		},
	};
}

/** Subscribes an HTTP endpoint and confirms it. Answers the subscription's ARN. */
export function subscribeEndpoint({sns, requests}: Endpoint, topicArn: string, attributes: Readonly<Record<string, string>> = {}): string {
	const {SubscriptionArn} = sns.call('Subscribe', {
		TopicArn: topicArn,
		Protocol: 'http',
		Endpoint: 'http://example.com/in',
		Attributes: attributes,
		ReturnSubscriptionArn: true,
	});
	const {Token} = JSON.parse(requests.at(-1)?.body ?? '{}');
	sns.call('ConfirmSubscription', {TopicArn: topicArn, Token});
	requests.length = 0;
	return SubscriptionArn;
}
