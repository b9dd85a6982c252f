import {findStream} from '../../operations/find-stream.ts';
import {shardFor} from '../../operations/put.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import {describeShards, formatShare, type ShardView} from '../../operations/shards.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand} from '../command.ts';
import {exitCodes} from '../exit-code.ts';
import {type Column, isJsonWanted, writeRows} from '../output.ts';
import {withSession} from '../workplace.ts';

export const shardsCommand = defineCommand({
	name: 'shards',
	summary: 'Show the shards of a stream and their hash key ranges',
	takes: 'STREAM',
	inputMin: 1,
	inputMax: 1,
	description: 'Open shards in order of their hash keys, then those that were closed by a split or a merge and can still be read.',
	flags: {
		open: {type: 'boolean', description: 'Only open shards'},
		key: {type: 'text', placeholder: 'KEY', description: 'Only the shard that takes records of this partition key'},
	},
	examples: [
		['sluice shards clicks', 'Who is next to whom, and how the hash keys are shared'],
		['sluice shards clicks --key truck_3', 'Which shard the records of a key go to'],
	],
	async run(invocation) {
		const {flags, input} = invocation;
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			const all = await describeShards(session, {stream: name}, {signal});
			const views = viewsFor(all, flags);
			if (isJsonWanted(invocation)) writeRows(invocation, views.map(flatten), {columns: [], empty: ''});
			else writeRows(invocation, views, {columns, empty: `${name} has no shards.`});
			return exitCodes.done;
		});
	},
});

function viewsFor(all: readonly ShardView[], {key, open}: {key: string | undefined; open: boolean}): readonly ShardView[] {
	if (key === undefined) return open ? all.filter(view => view.isOpen) : all;
	if (key === '' || key.length > 256) throw new UsageError('--key takes a partition key of 1 to 256 characters.');
	const shards = all.map(({shard}) => shard);
	const id = shardFor(shards, {partitionKey: key})?.id;
	return all.filter(({shard}) => shard.id === id);
}

function flatten({shard, ...view}: ShardView): object {
	return {...shard, ...view};
}

const columns: ReadonlyArray<Column<ShardView>> = [
	{title: 'SHARD', text: view => shortShardId(view.shard.id)},
	{title: 'STATE', text: view => (view.isOpen ? 'open' : `closed${view.closedBy ? ` by ${view.closedBy}` : ''}`)},
	{title: 'SHARE', align: 'right', text: view => formatShare(view.share)},
	{title: 'FROM HASH KEY', align: 'right', text: view => String(view.shard.hashKeyStart)},
	{title: 'TO HASH KEY', align: 'right', text: view => String(view.shard.hashKeyEnd)},
	{title: 'PARENTS', text: view => view.parentIds.map(shortShardId).join(',') || '–'},
	{title: 'NEXT', text: view => (view.nextId === undefined ? '–' : shortShardId(view.nextId))},
];
