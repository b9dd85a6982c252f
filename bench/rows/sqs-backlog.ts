import {cpuOf, serverSeries, share, type Loading} from '../load.ts';
import type {Row} from '../row.ts';
import type {ServerName} from '../server-process.ts';
import {createQueue, fill, receiveAndDelete} from './sqs-requests.ts';

/** What receiving and deleting costs, by how much is in the queue. */
export const sqsBacklogRows: readonly Row[] = [
	{
		name: 'receive-delete',
		title: 'ReceiveMessage of ten + DeleteMessageBatch, a message, among 1,000',
		unit: 'µs',
		besideUnit: '/s',
		series: [drain('bare', 1000), drain('sluice', 1000), drain('fauxqs', 1000)],
		bounds: [{series: 'sluice', atMost: 1.54, timesOf: 'bare'}],
	},
	{
		name: 'backlog-100k',
		title: 'The same among 100,000 messages, beside the same among 1,000',
		unit: 'µs',
		besideUnit: '/s',
		series: [
			drain('bare', 1000),
			drain('sluice', 1000, 'sluice at 1,000'),
			drain('sluice', 100_000, 'sluice at 100,000'),
			{...drain('fauxqs', 100_000, 'fauxqs at 100,000'), roundsMax: 2},
		],
		bounds: [{series: 'sluice at 100,000', atMost: 1.2, timesOf: 'sluice at 1,000'}],
		isLong: true,
	},
	{
		name: 'backlog-1m',
		title: 'The same among 1,000,000 messages, beside the same among 1,000',
		unit: 'µs',
		besideUnit: '/s',
		series: [
			drain('bare', 1000),
			drain('sluice', 1000, 'sluice at 1,000'),
			drain('sluice', 1_000_000, 'sluice at 1,000,000'),
			{...drain('fauxqs', 1_000_000, 'fauxqs at 1,000,000'), roundsMax: 1},
		],
		bounds: [{series: 'sluice at 1,000,000', atMost: 1.2, timesOf: 'sluice at 1,000'}],
		isLong: true,
	},
];

/** Messages taken out at a time; the queue is filled up again in between, untimed. */
const drainedMax = 20_000;

/** Messages timed in a round: long enough that a collection of the memory that they lie in is a part of it, not an accident. */
const timedCount = 100_000;

function drain(server: ServerName, backlogCount: number, name: string = server) {
	return serverSeries(name, server, drainAmong(backlogCount));
}

function drainAmong(backlogCount: number): Loading {
	return async ({server, connections, connection}) => {
		const queueUrl = await createQueue(connection, 'backlog');
		// From a little more down to a little less, so that the backlog is what the row says on average.
		const drainedCount = Math.min(backlogCount, drainedMax);
		await fill(connections, queueUrl, backlogCount - drainedCount / 2);
		const work = receiveAndDelete(queueUrl);
		// A peer that looks through its backlog gets less to do, or it would take an hour.
		const isSlow = server.name === 'fauxqs' && backlogCount > 1000;
		const count = isSlow ? 2000 : timedCount;
		return async () => {
			let done = 0;
			let value = 0;
			let rate = 0;
			for (; done < count; done += drainedCount) {
				await fill(connections, queueUrl, drainedCount);
				const measure = await cpuOf(server, drainedCount, () => share(connections, drainedCount / 10, work));
				value += measure.value;
				rate += measure.beside ?? 0;
			}
			const times = done / drainedCount;
			return {value: value / times, beside: rate / times};
		};
	};
}
