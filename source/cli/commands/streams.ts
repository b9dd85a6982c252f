import type {StreamRef, StreamSummary} from '../../aws/stream.ts';
import {listStreams} from '../../operations/list-streams.ts';
import {defineCommand} from '../command.ts';
import {countCell, type ListedRow, writeListing} from '../listing.ts';
import type {Column} from '../output.ts';
import {withSession} from '../workplace.ts';

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
		const {clock, input} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, session =>
			writeListing(invocation, listStreams(session, {clock, signal}), {
				columns,
				text: input[0],
				empty: `There are no streams in ${session.context.region} of ${session.context.name}.`,
			}),
		);
	},
});

const columns: ReadonlyArray<Column<ListedRow<StreamRef, StreamSummary>>> = [
	{title: 'NAME', text: row => row.name},
	{title: 'STATUS', text: row => row.status},
	{title: 'MODE', text: row => row.mode?.toLowerCase().replace('_', '-') ?? '–'},
	{title: 'SHARDS', align: 'right', text: row => countCell(row.openShardCount)},
	{title: 'CONSUMERS', align: 'right', text: row => countCell(row.consumerCount)},
	{title: 'KEEPS', align: 'right', text: row => (row.retentionHours === undefined ? '–' : `${row.retentionHours}h`)},
	{title: 'ARN', text: row => row.error ?? row.arn},
];
