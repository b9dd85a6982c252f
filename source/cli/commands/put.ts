import type {OutgoingRecord} from '../../aws/stream.ts';
import type {Session} from '../../aws/session.ts';
import {putMany} from '../../operations/put-many.ts';
import {executePut, planPut} from '../../operations/put.ts';
import {findStream} from '../../operations/find-stream.ts';
import {readRecordLine} from '../../operations/record-json.ts';
import {UsageError} from '../../shared/errors.ts';
import {defineCommand, type Invocation} from '../command.ts';
import type {ExitCode} from '../exit-code.ts';
import {runGuarded} from '../gate.ts';
import {linesOutcome, planLines, writeRefusedLine} from '../many-lines.ts';
import {readBody, readLines} from '../standard-input.ts';
import {withSession} from '../workplace.ts';

export const putCommand = defineCommand({
	name: 'put',
	summary: 'Put a record into a stream',
	takes: 'STREAM [DATA]',
	inputMin: 1,
	inputMax: 2,
	description: `The data is the last word, or standard input, bytes as they are. The partition key decides the shard. A record cannot be taken back.
With --lines each line of standard input is a record of its own, up to 500 in a call.`,
	flags: {
		key: {type: 'text', placeholder: 'KEY', description: 'Partition key; records of one key stay in order'},
		hashKey: {type: 'text', placeholder: 'NUMBER', description: 'Choose the shard by hash key instead: 0 to 2^128 − 1'},
		lines: {type: 'boolean', description: 'One record a line of standard input, all with the same key'},
		records: {
			type: 'boolean',
			description: 'One record a line of standard input, as sluice tail --json prints them, each with its own key',
		},
	},
	examples: [[`sluice put clicks '{"page":"/"}' --key visitor-7 --yes`, 'One record']],
	async run(invocation) {
		const {flags, input} = invocation;
		const {key, hashKey} = flags;
		if (flags.records) {
			if (key !== undefined || flags.lines || input[1] !== undefined)
				throw new UsageError('--records reads data and keys from standard input; leave out --key, --lines and data.');
			return putRecords(invocation, input[0] ?? '');
		}
		if (key === undefined) throw new UsageError('A record needs a partition key.', {nextSteps: ['Give one: --key KEY']});
		const settings = {partitionKey: key, ...(hashKey !== undefined && {explicitHashKey: hashKey})};
		const signal = invocation.interrupted();
		return withSession(invocation, async session => {
			const {name} = await findStream(session, input[0] ?? '', {signal});
			if (flags.lines) return putLines(invocation, session, {name, settings, signal});
			const record = {data: await readBody(invocation, {word: input[1]}), ...settings};
			return runGuarded(invocation, session, {
				plan: () => planPut(session, {stream: name, record}, {signal}),
				execute: plan => executePut(session, plan, {signal}),
			});
		});
	},
});

function putLines(
	invocation: Invocation,
	session: Session,
	options: {name: string; settings: Omit<OutgoingRecord, 'data'>; signal: AbortSignal},
): Promise<ExitCode> {
	const {name, settings, signal} = options;
	async function* records(): AsyncGenerator<OutgoingRecord> {
		for await (const line of readLines(invocation)) yield {data: Buffer.from(line), ...settings};
	}
	return putEach(invocation, session, {name, records: records(), signal});
}

function putRecords(invocation: Invocation, stream: string): Promise<ExitCode> {
	const signal = invocation.interrupted();
	async function* records(): AsyncGenerator<OutgoingRecord> {
		let lineNumber = 0;
		for await (const line of readLines(invocation)) {
			lineNumber++;
			try {
				yield readRecordLine(line);
			} catch (error) {
				if (error instanceof UsageError) throw new UsageError(`Line ${lineNumber}: ${error.message}`);
				throw error;
			}
		}
	}
	return withSession(invocation, async session => {
		const {name} = await findStream(session, stream, {signal});
		return putEach(invocation, session, {name, records: records(), signal});
	});
}

function putEach(
	invocation: Invocation,
	session: Session,
	options: {name: string; records: AsyncIterable<OutgoingRecord>; signal: AbortSignal},
): Promise<ExitCode> {
	const {name, records, signal} = options;
	return runGuarded(invocation, session, {
		plan: () => planLines(session, {operation: 'put', kind: 'stream', name, noun: 'record'}),
		execute: async () => {
			let putCount = 0;
			let refusedCount = 0;
			for await (const progress of putMany(session, {stream: name, records, clock: invocation.clock}, {signal})) {
				({putCount, refusedCount} = progress);
				for (const refused of progress.refused) writeRefusedLine(invocation, refused);
			}
			return linesOutcome({doneCount: putCount, refusedCount, done: 'Put', noun: 'record', name});
		},
	});
}
