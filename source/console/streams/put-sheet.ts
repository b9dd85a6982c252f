import {commandLine} from '../../operations/command-line.ts';
import {recordBytes, shardFor} from '../../operations/put.ts';
import {shortShardId} from '../../operations/shard-id.ts';
import type {OutgoingRecord} from '../../aws/stream.ts';
import {formatHashKeyHex, hashPartitionKey} from '../../rules/hash-key.ts';
import {formatBytes, formatCount} from '../../shared/units.ts';
import {openGate} from '../layers/gate.ts';
import {line, span} from '../line.ts';
import type {SheetDefinition} from '../sheet-definition.ts';
import type {SheetLayer} from '../state.ts';
import {parseHashKey} from './hash-key-field.ts';
import type {PutGateRequest} from './gates.ts';
import {shardsOf, streamRow} from './state.ts';

const keyLengthMax = 256;

/** A record to be written and put to one stream. */
export const putSheet: SheetDefinition = {
	kind: 'put',
	crumb: 'put',
	submitHint: 'go on to confirm',
	factsAt: 'bottom',
	fields: () => [
		{type: 'text', id: 'key', label: 'Key', hint: '1 to 256 characters; records of one key keep their order'},
		{type: 'text', id: 'data', label: 'Data', hint: 'text or JSON; paste it, several lines are fine'},
		{type: 'text', id: 'hash', label: 'Hash key', hint: "none: the key's MD5; else a whole number below 2^128"},
	],
	extra(sheet, state) {
		const record = recordOf(sheet);
		const limit = streamRow(state, sheet.subject['stream'] ?? '')?.summary?.recordBytesMax;
		const shards = shardsOf(streamRow(state, sheet.subject['stream'] ?? ''));
		const shard = record.partitionKey === '' || problemOfHash(sheet) ? undefined : shardFor(shards, record);
		const hash = record.explicitHashKey === undefined ? hashPartitionKey(record.partitionKey) : BigInt(record.explicitHashKey);
		const goesTo = shard
			? `   goes to shard ${shortShardId(shard.id)}   hash 0x${formatHashKeyHex(hash).slice(0, 8)}${state.glyphs.ellipsis}`
			: '';
		return [
			[],
			line(
				span(` ${formatBytes(recordBytes(record))}${limit === undefined ? '' : ` of ${formatBytes(limit)}`} with its key${goesTo}`, 'dim'),
			),
		];
	},
	command(sheet) {
		const {data, explicitHashKey, partitionKey} = recordOf(sheet);
		const text = Buffer.from(data).toString();
		return commandLine(
			'put',
			sheet.subject['stream'],
			text.includes('\n') ? '-' : text,
			'--key',
			partitionKey,
			...(explicitHashKey === undefined ? [] : ['--hash-key', explicitHashKey]),
		);
	},
	problem(sheet, state) {
		const record = recordOf(sheet);
		const {length} = record.partitionKey;
		if (length === 0 || length > keyLengthMax) return `Partition key: 1 to ${keyLengthMax} characters.`;
		const limit = streamRow(state, sheet.subject['stream'] ?? '')?.summary?.recordBytesMax;
		if (limit !== undefined && recordBytes(record) > limit)
			return `The record has ${formatCount(recordBytes(record))} bytes with its key; the stream takes ${formatCount(limit)} at most.`;
		return problemOfHash(sheet);
	},
	submit(sheet, state) {
		const request: PutGateRequest = {stream: sheet.subject['stream'] ?? '', record: recordOf(sheet)};
		return openGate(state, 'put', request);
	},
};

function recordOf(sheet: SheetLayer): OutgoingRecord {
	const {data = '', hash = '', key = ''} = sheet.values;
	const parsed = parseHashKey(hash);
	return {partitionKey: key, data: Buffer.from(data), ...(typeof parsed === 'bigint' && {explicitHashKey: String(parsed)})};
}

function problemOfHash(sheet: SheetLayer): string | undefined {
	const parsed = parseHashKey(sheet.values['hash'] ?? '');
	return typeof parsed === 'string' ? `Hash key: ${parsed}` : undefined;
}
