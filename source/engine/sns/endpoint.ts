import {parseArn} from '../../shared/arn.ts';
import {AwsError} from '../action.ts';
import {invalidParameter, notFound} from './errors.ts';
import type {Topic} from './topic.ts';

export const protocols = ['http', 'https', 'email', 'email-json', 'sms', 'sqs', 'application', 'lambda', 'firehose'] as const;
export type Protocol = (typeof protocols)[number];

/** Those whose owner must answer a token before anything is delivered. */
const confirmedByToken: ReadonlySet<Protocol> = new Set(['http', 'https', 'email', 'email-json']);

/**
Checks a subscription's protocol and endpoint, in AWS's words.

@see [Subscribe](https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html)
*/
export function checkEndpoint(
	wanted: {readonly protocol: string; readonly endpoint: string},
	topic: Topic,
): {protocol: Protocol; needsConfirmation: boolean} {
	const protocol = protocols.find(known => known === wanted.protocol);
	if (!protocol) throw invalidParameter(`Amazon SNS does not support this protocol string: ${wanted.protocol}`);
	if (wanted.endpoint === '') throw notFound('Endpoint not specified in subscription');
	checkEndpointText(protocol, wanted.endpoint);
	checkTopicKind(protocol, wanted.endpoint, topic);
	return {protocol, needsConfirmation: confirmedByToken.has(protocol)};
}

function checkEndpointText(protocol: Protocol, endpoint: string): void {
	switch (protocol) {
		case 'http':
		case 'https':
			if (!endpoint.startsWith(`${protocol}://`) || !URL.canParse(endpoint)) {
				throw invalidParameter('Endpoint must match the specified protocol');
			}
			return;
		case 'sqs':
			if (!/^[\w-]{1,80}(?:\.fifo)?$/.test(resourceOf(endpoint, 'sqs'))) throw invalidParameter('SQS endpoint ARN');
			return;
		case 'lambda':
			if (!/^function:[\w-]{1,140}(?::[\w$-]{1,128})?$/.test(resourceOf(endpoint, 'lambda'))) throw invalidParameter('Lambda endpoint ARN');
			return;
		case 'firehose':
			if (!/^deliverystream\/[\w.-]{1,64}$/.test(resourceOf(endpoint, 'firehose'))) throw invalidParameter('Firehose endpoint ARN');
			return;
		case 'application':
			if (!/^endpoint\/[A-Z_]+\/[\w.-]{1,256}\/[\w-]+$/.test(resourceOf(endpoint, 'sns')))
				throw invalidParameter('ApplicationEndpoint ARN');
			return;
		case 'sms':
			// Without the words that every other one of these begins with.
			if (!isPhoneNumber(endpoint)) throw new AwsError(`Invalid SMS endpoint: ${endpoint}`, {code: 'InvalidParameter'});
			return;
		case 'email':
		case 'email-json':
			if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter('Email address');
	}
}

/** A password in an endpoint's URL is not told again. */
export function shownEndpoint(endpoint: string): string {
	return endpoint.replace(/^(https?:\/\/[^/:@]*:)[^/@]*@/, '$1****@');
}

/** E.164; single separators between digits are tolerated. */
export function isPhoneNumber(text: string): boolean {
	return /^\+?\d(?:[ .-]?\d){1,14}$/.test(text);
}

function resourceOf(arn: string, service: string): string {
	const parsed = parseArn(arn);
	return parsed?.service === service && parsed.region !== '' && /^\d{12}$/.test(parsed.accountId) ? parsed.resource : '';
}

function checkTopicKind(protocol: Protocol, endpoint: string, topic: Topic): void {
	if (!topic.fifo) {
		// The prefix is really there twice.
		if (protocol === 'sqs' && endpoint.endsWith('.fifo')) {
			throw invalidParameter('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
		}
		return;
	}
	if (protocol !== 'sqs') {
		throw invalidParameter('Invalid parameter: Endpoint Reason: Please use FIFO SQS queue');
	}
}
