import type {QueueAttributes, QueueRef} from '../../aws/queue.ts';
import {listQueues} from '../../operations/list-queues.ts';
import {defineCommand} from '../command.ts';
import {countCell, type ListedRow, typeCell, writeListing} from '../listing.ts';
import type {Column} from '../output.ts';
import {withSession} from '../workplace.ts';

export const queuesCommand = defineCommand({
	name: 'queues',
	summary: 'List queues with their numbers',
	takes: '[TEXT]',
	inputMin: 0,
	inputMax: 1,
	description: `All queues of the region, or those whose name contains TEXT. Counts are approximate, as AWS says them.
As JSON, one line a queue, with all its settings. Exits 4 when some queues could not be read.`,
	flags: {
		prefix: {type: 'text', placeholder: 'TEXT', description: 'Only names that begin so; AWS filters, which is quicker among thousands'},
	},
	examples: [
		['sluice queues --local', 'Queues of the local engine'],
		['sluice queues dlq --json', 'Queues with "dlq" in their names, for a script'],
	],
	async run(invocation) {
		const {flags, clock} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, session =>
			writeListing(invocation, listQueues(session, {clock, signal, ...(flags.prefix !== undefined && {prefix: flags.prefix})}), {
				columns,
				text: invocation.input[0],
				empty: `There are no queues in ${session.context.region} of ${session.context.name}.`,
			}),
		);
	},
});

const columns: ReadonlyArray<Column<ListedRow<QueueRef, QueueAttributes>>> = [
	{title: 'NAME', text: row => row.name},
	{title: 'TYPE', text: row => typeCell(row.isFifo)},
	{title: 'READY', align: 'right', text: row => countCell(row.readyCount)},
	{title: 'FLIGHT', align: 'right', text: row => countCell(row.inFlightCount)},
	{title: 'DELAY', align: 'right', text: row => countCell(row.delayedCount)},
	{title: 'DLQ', text: row => row.error ?? row.redrivePolicy?.deadLetterQueueArn.split(':').at(-1) ?? 'none'},
];
