import type {EventSourceMapping} from '../aws/function.ts';
import type {Reading} from '../aws/reading.ts';
import type {Session} from '../aws/session.ts';
import type {Subscription} from '../aws/topic.ts';
import {sleep, type Clock} from '../shared/clock.ts';
import {parseArn} from '../shared/arn.ts';

/** Somebody who may send to a queue because its policy says so; whether they do is not known. */
export type AllowedSender = {
	/** `aws:SourceArn` of the statement, a pattern perhaps; else its principal. */
	readonly source: string;
	/** `sns`, `s3`, `events` … of the ARN or of the principal. */
	readonly service?: string;
};

/** ListSubscriptions pages a second. */
const pagesPerSecond = 4;
const pagesMax = 1000;

/**
All subscriptions of the account and region, 100 a page, at most 4 pages a second.

@see [ListSubscriptions](https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html)
*/
export async function listAllSubscriptions(
	session: Session,
	{clock, signal}: {clock: Clock; signal?: AbortSignal},
): Promise<readonly Subscription[]> {
	const found: Subscription[] = [];
	let pageCount = 0;
	for await (const page of session.topics.allSubscriptions(signal ? {signal} : {})) {
		found.push(...page);
		if (++pageCount >= pagesMax) break;
		if (page.length >= 100) await sleep(clock, 1000 / pagesPerSecond, signal ? {signal} : {});
	}
	return found;
}

/** Those that deliver to a queue. */
export function subscriptionsTo(queueArn: string, subscriptions: readonly Subscription[]): readonly Subscription[] {
	return subscriptions.filter(({protocol, endpoint}) => protocol === 'sqs' && endpoint === queueArn);
}

/** Whom the queue's policy lets send: each named source once. */
export function allowedSenders(policy: string | undefined): readonly AllowedSender[] {
	const found = new Map<string, AllowedSender>();
	for (const statement of statementsOf(policy)) {
		if (statement['Effect'] !== 'Allow' || !allowsSending(statement['Action'])) continue;
		const sources = sourceArns(statement['Condition']);
		const named = sources.length > 0 ? sources.map(source => senderOfArn(source)) : principals(statement['Principal']);
		for (const sender of named) found.set(sender.source, sender);
	}
	return [...found.values()];
}

type Members = Readonly<Record<string, unknown>>;

function members(value: unknown): Members {
	// Arrays are objects too; asked for a member by name they have none.
	return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function texts(value: unknown): readonly string[] {
	return [value].flat().filter(text => typeof text === 'string');
}

/** Statements of a policy; none when it cannot be read. */
export function statementsOf(policy: string | undefined): readonly Members[] {
	if (!policy) return [];
	try {
		return [members(JSON.parse(policy))['Statement']].flat().map(members);
	} catch {
		// AWS would not have accepted it; the Policy tab shows the text.
		return [];
	}
}

function allowsSending(action: unknown): boolean {
	return texts(action).some(name => /^(?:\*|sqs:\*|sqs:send.*)$/i.test(name));
}

function sourceArns(condition: unknown): readonly string[] {
	return Object.values(members(condition)).flatMap(operands =>
		Object.entries(members(operands)).flatMap(([key, value]) => (key.toLowerCase() === 'aws:sourcearn' ? texts(value) : [])),
	);
}

function senderOfArn(source: string): AllowedSender {
	const service = parseArn(source)?.service;
	return {source, ...(service && {service})};
}

function principals(principal: unknown): readonly AllowedSender[] {
	if (principal === '*') return [{source: '*'}];
	const {AWS: accounts, Service: services} = members(principal);
	return [
		...texts(services).map(source => ({source, service: source.split('.')[0] ?? source})),
		...texts(accounts).map(source => ({source})),
	];
}

/** A function that reads a queue, with its timeout where that may be read. */
export type QueueReader = EventSourceMapping & {readonly timeoutSeconds?: number};

/** At most so many functions are asked for their timeout; more do not read one queue. */
const timeoutsMax = 5;

/**
The functions that read a queue.

@throws What passes by itself. A denial or an endpoint without Lambda is an answer.
*/
export async function readersOf(
	session: Session,
	queueArn: string,
	{signal}: {signal?: AbortSignal} = {},
): Promise<Reading<readonly QueueReader[]>> {
	const within = signal ? {signal} : {};
	const mappings = await session.functions.mappings(queueArn, within);
	if (mappings.status !== 'known') return mappings;
	const readers: QueueReader[] = [];
	for (const [index, mapping] of mappings.value.entries()) {
		const timeout = index < timeoutsMax ? await session.functions.timeoutSeconds(mapping.functionArn, within) : undefined;
		readers.push({...mapping, ...(timeout?.status === 'known' && {timeoutSeconds: timeout.value})});
	}
	return {status: 'known', value: readers};
}
