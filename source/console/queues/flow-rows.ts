import type {Subscription} from '../../aws/topic.ts';
import {allowedSenders, type QueueReader} from '../../operations/queue-flow.ts';
import {safeText} from '../../payload/safe-text.ts';
import {formatCount, formatSeconds} from '../../shared/units.ts';
import type {Look} from '../line.ts';
import type {Place} from '../place.ts';
import type {State} from '../state.ts';
import {sinceText} from '../now/rows.ts';
import {factsOf, type Fact} from './facts.ts';
import {knownTopicsOf} from './known-senders.ts';
import {deadLetterQueueOf, gained, gainedWhen, sourcesOfQueue} from './rows.ts';
import type {QueueRow} from './state.ts';

/** One who sends to a queue, reads it, or is where its failures go. */
export type FlowRow = {
	readonly id: string;
	readonly section: 'SENT BY' | 'READ BY' | 'DIES IN' | 'DIES HERE';
	/** `topic`, `lambda`, `queue`, `s3` … */
	readonly kind: string;
	readonly name: string;
	readonly text: string;
	readonly look?: Look;
	/** Where Enter goes. */
	readonly go?: Place;
	/** Sentences about it, for the foot of the tab. */
	readonly more: readonly string[];
};

/** All around a queue, in the order a message goes. */
export function flowRows(state: State, row: QueueRow): readonly FlowRow[] {
	return [...senderRows(state, row), ...readerRows(state, row), ...dyingRows(state, row), ...deadRows(state, row)];
}

function senderRows(state: State, row: QueueRow): readonly FlowRow[] {
	const {senders} = factsOf(state, row.ref.url);
	const subscribed = senders?.status === 'known' ? senders.value.map(one => topicRow(one)) : [];
	const topics = new Set(senders?.status === 'known' ? senders.value.map(({topicArn}) => topicArn) : knownTopicsOf(state, row));
	const allowed = allowedSenders(row.attributes?.policy)
		.filter(({source}) => !topics.has(source))
		.map(({source, service}): FlowRow => ({
			id: `allowed ${source}`,
			section: 'SENT BY',
			kind: service ?? (source === '*' ? 'anybody' : 'account'),
			name: lastOf(source),
			text: 'by policy',
			look: source === '*' ? 'slow' : 'dim',
			more: [`${source} may send here, says the queue's policy. Whether it does is not known.`],
		}));
	return [...subscribed, ...rememberedRows(state, row), ...allowed, ...factRow(senders, 'SENT BY', 'topics')];
}

/** Until they are read: the topics as they were known last, with their age. */
function rememberedRows(state: State, row: QueueRow): readonly FlowRow[] {
	const {knownSenders} = state.queues;
	const {senders} = factsOf(state, row.ref.url);
	if (!knownSenders || senders?.status === 'known') return [];
	const asOf = `as of ${sinceText(knownSenders.atMs, state.nowMs)}`;
	return knownTopicsOf(state, row).map(arn => ({
		id: `remembered ${arn}`,
		section: 'SENT BY',
		kind: 'topic',
		name: lastOf(arn),
		text: `${asOf}, filter not read`,
		look: 'old',
		go: {type: 'topic', arn, name: lastOf(arn)},
		more: [`It was subscribed ${asOf}. Its filter, its delivery and its DLQ are not read.`, ...problemOf(senders)],
	}));
}

function topicRow(subscription: Subscription): FlowRow {
	const {topicArn, arn, isRaw, filterPolicy, filterPolicyScope, deadLetterQueueArn} = subscription;
	const scope = filterPolicyScope === 'MessageBody' ? 'body fields' : 'attributes';
	const count = filterCount(filterPolicy);
	// ListSubscriptions tells nothing of what only the attributes say.
	const isRead = isRaw !== undefined;
	const none = isRead ? 'no filter' : 'filter not read';
	const filter = filterPolicy === undefined ? none : `filter on ${count} ${count === 1 ? scope.replace(/s$/, '') : scope}`;
	const delivery = isRaw === undefined ? '' : isRaw ? ', raw' : ', in the SNS envelope';
	return {
		id: `subscription ${arn ?? topicArn}`,
		section: 'SENT BY',
		kind: 'topic',
		name: lastOf(topicArn),
		text: arn === undefined ? 'pending confirmation' : `${filter}${delivery}`,
		...(arn === undefined && {look: 'slow' as const}),
		go: {type: 'topic', arn: topicArn, name: lastOf(topicArn)},
		more: [
			...(filterPolicy === undefined ? [] : [`Filter: ${filterPolicy}`]),
			!isRead
				? 'Its filter, its delivery and its DLQ are not read.'
				: deadLetterQueueArn === undefined
					? 'No DLQ for this subscription: what the queue refuses is lost.'
					: `What the queue refuses goes to ${lastOf(deadLetterQueueArn)}.`,
		],
	};
}

function filterCount(policy: string | undefined): number {
	if (policy === undefined) return 0;
	try {
		return Object.keys(JSON.parse(policy) as object).length;
	} catch {
		// SNS would not have accepted it; the text below shows it.
		return 1;
	}
}

function readerRows(state: State, row: QueueRow): readonly FlowRow[] {
	const {readers} = factsOf(state, row.ref.url);
	const rows = readers?.status === 'known' ? readers.value.map(reader => readerRow(reader)) : [];
	return [...rows, ...factRow(readers, 'READ BY', 'functions')];
}

function readerRow(reader: QueueReader): FlowRow {
	const {functionName, isEnabled, state, batchSize, timeoutSeconds, concurrencyMax, reportsBatchItemFailures, filters} = reader;
	const batch = batchSize === undefined ? '' : `batch ${batchSize}, `;
	const timeout = timeoutSeconds === undefined ? '' : `, timeout ${formatSeconds(timeoutSeconds)}`;
	return {
		id: `mapping ${reader.id}`,
		section: 'READ BY',
		kind: 'lambda',
		name: functionName,
		text: `${batch}${isEnabled ? 'enabled' : state.toLowerCase()}${timeout}`,
		...(!isEnabled && {look: 'fail' as const}),
		more: [
			reportsBatchItemFailures
				? 'It reports which messages of a batch failed.'
				: 'It does not report which messages failed: one bad message brings its whole batch back.',
			...(concurrencyMax === undefined ? [] : [`At most ${concurrencyMax} at once.`]),
			...(filters.length > 0 ? [`Event filter: ${filters.join(' or ')}. What it leaves out is deleted.`] : []),
			...(reader.lastResult === undefined ? [] : [`Last result: ${reader.lastResult}.`]),
		],
	};
}

function dyingRows(state: State, row: QueueRow): readonly FlowRow[] {
	const {attributes} = row;
	if (!attributes) return [];
	const policy = attributes.redrivePolicy;
	const expiry = `what nobody deletes is gone ${formatSeconds(attributes.retentionSeconds)} after it was sent`;
	if (!policy) {
		const isDlq = sourcesOfQueue(state.queues, row).length > 0;
		return [
			{id: 'dies', section: 'DIES IN', kind: 'no DLQ', name: '', text: expiry, look: isDlq ? 'dim' : 'slow', more: [sentence(expiry)]},
		];
	}
	const dlq = deadLetterQueueOf(state.queues, row);
	const more = dlq ? gained(dlq) : 0;
	const depth = dlq?.attributes
		? `${formatCount(dlq.attributes.readyCount)} ready${more > 0 && dlq ? ` +${formatCount(more)} ${gainedWhen(dlq)}` : ''}, `
		: '';
	return [
		{
			id: 'dies',
			section: 'DIES IN',
			kind: 'queue',
			name: lastOf(policy.deadLetterQueueArn),
			text: `${depth}after ${policy.maxReceiveCount} receives`,
			...(more > 0 && {look: 'fail' as const}),
			...(dlq && {go: {type: 'queue' as const, ...dlq.ref}}),
			more: [`Else ${expiry}.`],
		},
	];
}

function deadRows(state: State, row: QueueRow): readonly FlowRow[] {
	const sources = sourcesOfQueue(state.queues, row).map((source): FlowRow => ({
		id: `source ${source.ref.url}`,
		section: 'DIES HERE',
		kind: 'queue',
		name: source.ref.name,
		text: `after ${source.attributes?.redrivePolicy?.maxReceiveCount ?? '?'} receives`,
		go: {type: 'queue', ...source.ref},
		more: ['R sends its messages back there.'],
	}));
	return sources;
}

/** Why there is nothing to show: being read, denied, or no such service. */
function factRow(fact: Fact<readonly unknown[]> | undefined, section: FlowRow['section'], what: string): readonly FlowRow[] {
	// The row has little room: at the foot of the tab the sentence stands whole.
	const row = (text: string, look: Look, more: readonly string[] = [sentence(text)]): readonly FlowRow[] => [
		{id: `fact ${section}`, section, kind: '', name: '', text, look, more},
	];
	if (!fact) return row(`reading the ${what} …`, 'dim');
	switch (fact.status) {
		case 'known':
			return fact.value.length > 0
				? []
				: row(section === 'SENT BY' ? 'no topic is subscribed' : 'no function is mapped; other consumers are not visible', 'dim');
		case 'absent':
			return row(`not known: this endpoint has no ${what}`, 'dim');
		case 'not-allowed':
		case 'failed':
			return row(fact.problem.message, 'slow', problemOf(fact));
	}
}

/** In full, since the row has little room: what went wrong, and what to do. */
function problemOf(fact: Fact<readonly unknown[]> | undefined): readonly string[] {
	return fact?.status === 'not-allowed' || fact?.status === 'failed' ? [fact.problem.message, ...fact.problem.nextSteps] : [];
}

function sentence(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function lastOf(arn: string): string {
	return safeText(arn.slice(arn.lastIndexOf(':') + 1));
}
