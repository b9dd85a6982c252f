import type {QueueAttributes, QueueRef} from '../../aws/queue.ts';
import type {Session} from '../../aws/session.ts';
import {SluiceError} from '../../shared/errors.ts';
import {formatCount} from '../../shared/units.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {collectNamed, inParallel} from '../in-parallel.ts';
import {writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

/** A queue with its numbers, or why they are not known. */
type Row = QueueRef & {readonly attributes?: Omit<QueueAttributes, 'raw'>; readonly error?: string};

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
		const {input, flags} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const pages = session.queues.list({signal, ...(flags.prefix !== undefined && {prefix: flags.prefix})});
			const queues = await collectNamed(pages, input[0]);
			const rows = await inParallel(queues, queue => readRow(session, queue, signal));
			writeRows(invocation, rows.map(flatten), {columns, empty: `No queues in ${session.context.region} of ${session.context.name}.`});
			return rows.some(row => row.error !== undefined) ? exitCodes.partly : exitCodes.done;
		});
	},
});

async function readRow(session: Session, queue: QueueRef, signal: AbortSignal): Promise<Row> {
	try {
		const {raw: _, ...attributes} = await session.queues.attributes(queue.url, {signal});
		return {...queue, attributes};
	} catch (error) {
		if (!(error instanceof SluiceError) || signal.aborted) throw error;
		return {...queue, error: error.message};
	}
}

function flatten({attributes, ...row}: Row): FlatRow {
	return {...row, ...attributes};
}

type FlatRow = QueueRef & Partial<Omit<QueueAttributes, 'raw'>> & {readonly error?: string};

const columns = [
	{title: 'NAME', text: (row: FlatRow) => row.name},
	{title: 'TYPE', text: (row: FlatRow) => (row.isFifo === undefined ? '–' : row.isFifo ? 'fifo' : 'std')},
	{title: 'READY', align: 'right', text: (row: FlatRow) => count(row.readyCount)},
	{title: 'FLIGHT', align: 'right', text: (row: FlatRow) => count(row.inFlightCount)},
	{title: 'DELAY', align: 'right', text: (row: FlatRow) => count(row.delayedCount)},
	{title: 'DLQ', text: (row: FlatRow) => row.error ?? row.redrivePolicy?.deadLetterQueueArn.split(':').at(-1) ?? 'none'},
] as const;

function count(value: number | undefined): string {
	return value === undefined ? '–' : formatCount(value);
}
