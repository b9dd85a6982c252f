import type {EpochMs} from '../../shared/clock.ts';
import type {State} from '../state.ts';
import type {QueueRow, QueuesState} from './state.ts';

/** Which queue is whose dead-letter queue, as it was seen last in an account and region: known at once the next time, while the first look goes on. */
export type Topology = {
	readonly accountId: string;
	readonly atMs: EpochMs;
	/** The ARN of its dead-letter queue, by a queue's name. */
	readonly dlqArns: Readonly<Record<string, string>>;
};

/** Relations kept of one account and region. */
export const relationsMax = 5000;

/** What is known now; undefined before every queue was looked at, or may not be. */
export function topologyNow(state: State, nowMs: EpochMs): Topology | undefined {
	const {connection, queues} = state;
	if (connection.status !== 'ready' || queues.status !== 'ready') return undefined;
	const dlqArns: Record<string, string> = {};
	let count = 0;
	for (const row of queues.rows) {
		if (row.goneAtMs !== undefined) continue;
		if (!row.attributes && row.problem?.code !== 'denied') return undefined;
		// What is only remembered is no older than it is.
		const arn = row.attributes?.redrivePolicy?.deadLetterQueueArn;
		if (arn !== undefined && count++ < relationsMax) dlqArns[row.ref.name] = arn;
	}
	return {accountId: connection.identity.accountId, atMs: nowMs, dlqArns};
}

/** The ARN of a queue's dead-letter queue: of its attributes, or as it was before they were read. */
export function dlqArnOf({remembered}: QueuesState, {attributes, ref}: QueueRow): string | undefined {
	if (attributes) return attributes.redrivePolicy?.deadLetterQueueArn;
	return remembered && Object.hasOwn(remembered.dlqArns, ref.name) ? remembered.dlqArns[ref.name] : undefined;
}

/** Whether something is shown that only the memory tells. */
export function isFromMemory({remembered, rows}: QueuesState): boolean {
	if (!remembered) return false;
	return rows.some(row => !row.attributes && Object.hasOwn(remembered.dlqArns, row.ref.name));
}

/** Whoever is logged in: what was remembered of another account is none of this one's. */
export function withoutOtherAccount(queues: QueuesState, accountId: string): QueuesState {
	const {knownSenders, remembered, ...rest} = queues;
	return {
		...rest,
		...(remembered?.accountId === accountId && {remembered}),
		...(knownSenders?.accountId === accountId && {knownSenders}),
	};
}

/** The same but for when it was seen. */
export function isSameTopology(one: Topology | undefined, other: Topology): boolean {
	if (one?.accountId !== other.accountId) return false;
	const [before, after] = [Object.entries(one.dlqArns), Object.entries(other.dlqArns)];
	return before.length === after.length && after.every(([name, arn]) => one.dlqArns[name] === arn);
}
