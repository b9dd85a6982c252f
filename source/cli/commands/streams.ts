import type {StreamRef, StreamSummary} from '../../aws/stream.ts';
import {SluiceError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {collectNamed, inParallel} from '../in-parallel.ts';
import {writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

type Row = StreamRef & Partial<StreamSummary> & {readonly error?: string};

export const streamsCommand = defineCommand({
	name: 'streams',
	summary: 'List streams',
	takes: '[TEXT]',
	inputMin: 0,
	inputMax: 1,
	description: 'All streams of the region, or those whose name contains TEXT. Exits 4 when some could not be read.',
	flags: {},
	examples: [['sluice streams --local', 'Streams of the local engine']],
	async run(invocation) {
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const streams = await collectNamed(session.streams.list({signal}), invocation.input[0]);
			const rows = await inParallel(streams, async (stream): Promise<Row> => {
				try {
					return await session.streams.summary(stream.name, {signal});
				} catch (error) {
					if (!(error instanceof SluiceError) || signal.aborted) throw error;
					return {...stream, error: error.message};
				}
			});
			writeRows(invocation, rows, {columns, empty: `No streams in ${session.context.region} of ${session.context.name}.`});
			return rows.some(row => row.error !== undefined) ? exitCodes.partly : exitCodes.done;
		});
	},
});

const columns = [
	{title: 'NAME', text: (row: Row) => row.name},
	{title: 'STATUS', text: (row: Row) => row.status},
	{title: 'MODE', text: (row: Row) => row.mode?.toLowerCase().replace('_', '-') ?? '–'},
	{title: 'SHARDS', align: 'right', text: (row: Row) => String(row.openShardCount ?? '–')},
	{title: 'CONSUMERS', align: 'right', text: (row: Row) => String(row.consumerCount ?? '–')},
	{title: 'KEEPS', align: 'right', text: (row: Row) => (row.retentionHours === undefined ? '–' : `${row.retentionHours}h`)},
	{title: 'ARN', text: (row: Row) => row.error ?? row.arn},
] as const;
