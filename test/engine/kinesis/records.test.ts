import {expect, test} from 'vitest';
import {base64, createCaller, type Answer} from './call.ts';

const zero = 'shardId-000000000000';

test('records come back in the order of their sequence numbers, with key, data and arrival', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	const numbers = ['a', 'b', 'c'].map(text => {
		clock.advance(1);
		return put({stream, key: `key of ${text}`, text}).SequenceNumber;
	});

	const {Records: records, MillisBehindLatest: behind} = call('GetRecords', {ShardIterator: iterator({stream})});

	expect(records.map((record: Answer) => record.SequenceNumber)).toEqual(numbers);
	expect(numbers.map(BigInt)).toEqual(numbers.map(BigInt).toSorted((left, right) => (left < right ? -1 : 1)));
	expect(records[0]).toEqual({
		SequenceNumber: numbers[0],
		PartitionKey: 'key of a',
		Data: base64('a'),
		ApproximateArrivalTimestamp: clock.nowMs() - 2,
		EncryptionType: undefined,
	});
	expect(behind).toBe(0);
});

test('an iterator can be used again, and each answer gives a new one', () => {
	const {call, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream, text: 'a'});
	const first = iterator({stream});

	const once = call('GetRecords', {ShardIterator: first});
	const again = call('GetRecords', {ShardIterator: first});
	const empty = call('GetRecords', {ShardIterator: once.NextShardIterator});

	expect(again.Records).toEqual(once.Records);
	expect(empty.Records).toEqual([]);
	expect(new Set([first, once.NextShardIterator, again.NextShardIterator, empty.NextShardIterator]).size).toBe(4);
});

test('an iterator lives for 300,000 milliseconds', () => {
	const {call, clock, refused, aStream, iterator} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	clock.advance(Date.UTC(2026, 10, 25, 4) - clock.nowMs());
	const token = iterator({stream});

	clock.advance(300_000);
	call('GetRecords', {ShardIterator: token});
	clock.advance(1);
	expect(refused('GetRecords', {ShardIterator: token})).toEqual({
		code: 'ExpiredIteratorException',
		message:
			'Iterator expired. The iterator was created at time Wed Nov 25 04:00:00 UTC 2026 while right now it is Wed Nov 25 04:05:00 UTC 2026 which is further in the future than the tolerated delay of 300000 milliseconds.',
	});
});

test('an iterator in double quotes is taken, anything else that is no iterator is not', () => {
	const {call, refused, aStream, iterator} = createCaller();
	const token = iterator({stream: aStream()});
	const flipped = Buffer.from(token, 'base64');
	flipped[20] = (flipped[20] ?? 0) ^ 1;

	expect(call('GetRecords', {ShardIterator: `"${token}"`}).Records).toEqual([]);
	for (const wrong of ['x', 'AAAAAAAAAAE=', token.slice(4), `${token}AAAA`, flipped.toString('base64'), `"${token}`]) {
		expect(refused('GetRecords', {ShardIterator: wrong})).toEqual({code: 'InvalidArgumentException', message: 'Invalid ShardIterator.'});
	}
});

test('an iterator of a stream that was deleted and made anew finds no shard', () => {
	const {call, refused, aStream, iterator} = createCaller({kinesisDelayMs: 0});
	const stream = aStream();
	const token = iterator({stream});
	call('DeleteStream', {StreamName: stream});
	aStream();

	expect(refused('GetRecords', {ShardIterator: token})).toEqual({
		code: 'ResourceNotFoundException',
		message: `Shard ${zero} in stream orders under account 000000000000 does not exist`,
	});
});

test('LATEST sees what is put after the iterator was asked for, not before', () => {
	const {call, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream, text: 'before'});
	const latest = iterator({stream, ShardIteratorType: 'LATEST'});
	put({stream, text: 'after'});

	expect(call('GetRecords', {ShardIterator: latest}).Records.map((record: Answer) => record.Data)).toEqual([base64('after')]);
});

test('AT and AFTER a sequence number include and exclude it', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	const [, second] = ['a', 'b', 'c'].map(text => {
		clock.advance(1500);
		return put({stream, text}).SequenceNumber;
	});
	const read = (type: string, number: unknown) => {
		const token = iterator({stream, ShardIteratorType: type, StartingSequenceNumber: String(number)});
		return call('GetRecords', {ShardIterator: token}).Records.map((record: Answer) => Buffer.from(record.Data, 'base64').toString());
	};
	const start = call('ListShards', {StreamName: stream}).Shards[0].SequenceNumberRange.StartingSequenceNumber;
	const secondInTime = 1n << 36n;

	expect(read('AT_SEQUENCE_NUMBER', second)).toEqual(['b', 'c']);
	expect(read('AFTER_SEQUENCE_NUMBER', second)).toEqual(['c']);
	expect(read('AT_SEQUENCE_NUMBER', start)).toEqual(['a', 'b', 'c']);
	expect(read('AFTER_SEQUENCE_NUMBER', start)).toEqual(['a', 'b', 'c']);
	// Numbers beside a record's own need not exist.
	expect(read('AT_SEQUENCE_NUMBER', BigInt(second ?? 0) + secondInTime)).toEqual(['c']);
	expect(read('AFTER_SEQUENCE_NUMBER', BigInt(second ?? 0) - secondInTime)).toEqual(['b', 'c']);
});

test('AT_TIMESTAMP begins at the first record that arrived then or later', () => {
	const {call, clock, aStream, put, iterator, refused} = createCaller();
	const stream = aStream();
	const times = ['a', 'b', 'c'].map(text => {
		clock.advance(1000);
		put({stream, text});
		return clock.nowMs();
	});
	const read = (atMs: number) => {
		const token = iterator({stream, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: atMs});
		return call('GetRecords', {ShardIterator: token}).Records.map((record: Answer) => Buffer.from(record.Data, 'base64').toString());
	};
	const [, second = 0] = times;

	expect(read(0)).toEqual(['a', 'b', 'c']);
	expect(read(second)).toEqual(['b', 'c']);
	expect(read(second + 1)).toEqual(['c']);
	expect(read(clock.nowMs())).toEqual(['c']);
	const future = {StreamName: stream, ShardId: zero, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: clock.nowMs() + 1};
	expect(refused('GetShardIterator', future)).toEqual({
		code: 'InvalidArgumentException',
		message: `The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: ${clock.nowMs() + 1}, currentTimestampInMillis: ${clock.nowMs()}`,
	});
});

test('iterators that make no sense are refused in the words of AWS', () => {
	const {call, refused, aStream, put} = createCaller();
	const stream = aStream({shardCount: 2});
	const ask = (more: object) => refused('GetShardIterator', {StreamName: stream, ShardId: zero, ...more});
	const either =
		'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ';
	const {SequenceNumber: ofOne} = put({stream, hashKey: '340282366920938463463374607431768211455'});

	expect(ask({ShardIteratorType: 'LATEST', StartingSequenceNumber: '1'}).message).toBe(
		`${either}LATEST and also a StartingSequenceNumber.`,
	);
	expect(ask({ShardIteratorType: 'AT_SEQUENCE_NUMBER'}).message).toBe(`${either}AT_SEQUENCE_NUMBER and no StartingSequenceNumber.`);
	expect(ask({ShardIteratorType: 'AT_TIMESTAMP'}).message).toBe(
		'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.',
	);
	expect(ask({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '5'}).message).toBe(
		`StartingSequenceNumber 5 used in GetShardIterator on shard ${zero} in stream orders under account 000000000000 is invalid.`,
	);
	expect(ask({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: ofOne}).message).toBe(
		`Invalid StartingSequenceNumber. It encodes shardId-000000000001, while it was used in a call to a shard with ${zero}`,
	);
	const start = call('ListShards', {StreamName: stream}).Shards[0].SequenceNumberRange.StartingSequenceNumber;
	const other = (BigInt(start) + (1n << 148n)).toString();
	expect(ask({ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: other}).message).toBe(
		`StartingSequenceNumber ${other} used in GetShardIterator on shard ${zero} in stream orders under account 000000000000 is invalid because it did not come from this stream.`,
	);
	expect(ask({ShardIteratorType: 'NEWEST'}).message).toBe(
		"1 validation error detected: Value 'NEWEST' at 'shardIteratorType' failed to satisfy constraint: Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP, AT_SEQUENCE_NUMBER, TRIM_HORIZON]",
	);
});

test('an unknown stream is worded as an unknown shard when an iterator is asked for', () => {
	const {refused, aStream} = createCaller();
	aStream();

	expect(refused('GetShardIterator', {StreamName: 'bills', ShardId: '0', ShardIteratorType: 'LATEST'}).message).toBe(
		`Shard ${zero} in stream bills under account 000000000000 does not exist`,
	);
	expect(refused('GetShardIterator', {StreamName: 'orders', ShardId: 'shardId-9', ShardIteratorType: 'LATEST'}).message).toBe(
		'Shard shardId-000000000009 in stream orders under account 000000000000 does not exist',
	);
	expect(refused('GetShardIterator', {StreamName: 'orders', ShardId: 'x', ShardIteratorType: 'LATEST'}).message).toBe(
		'Could not find shard x in stream orders under account 000000000000.',
	);
});

test('an answer holds at most Limit records and tells how far behind it is', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	for (const text of ['a', 'b', 'c']) {
		put({stream, text});
		clock.advance(1000);
	}

	const first = call('GetRecords', {ShardIterator: iterator({stream}), Limit: 2});
	const second = call('GetRecords', {ShardIterator: first.NextShardIterator, Limit: 2});

	expect([first.Records.length, first.MillisBehindLatest]).toEqual([2, 2000]);
	expect([second.Records.length, second.MillisBehindLatest]).toEqual([1, 0]);
});

test('an answer holds at most 10 MiB of data and keys', () => {
	const {call, aStream, put, iterator} = createCaller();
	const stream = aStream();
	const text = 'x'.repeat(1024 * 1024 - 3);
	for (let index = 0; index < 11; index++) put({stream, key: 'key', text});

	const first = call('GetRecords', {ShardIterator: iterator({stream})});

	expect(first.Records).toHaveLength(10);
	expect(call('GetRecords', {ShardIterator: first.NextShardIterator}).Records).toHaveLength(1);
});

test('records leave when the retention period has passed, and an old position moves to the oldest', () => {
	const {call, clock, aStream, put, iterator, texts} = createCaller();
	const stream = aStream();
	const {SequenceNumber: first} = put({stream, text: 'old'});
	clock.advance(1000);
	put({stream, text: 'new'});

	clock.advance(24 * 3_600_000 - 1000);
	expect(texts(stream)).toEqual(['old', 'new']);
	clock.advance(1);
	expect(texts(stream)).toEqual(['new']);
	const token = iterator({stream, ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: first});
	expect(call('GetRecords', {ShardIterator: token}).Records).toHaveLength(1);
});

test('thousands of records are trimmed and still found by number and by time', () => {
	const {call, clock, aStream, iterator} = createCaller();
	const stream = aStream();
	const numbers: string[] = [];
	for (let batch = 0; batch < 10; batch++) {
		const records = Array.from({length: 500}, (_, index) => ({PartitionKey: 'k', Data: base64(String(batch * 500 + index))}));
		numbers.push(...call('PutRecords', {StreamName: stream, Records: records}).Records.map((record: Answer) => record.SequenceNumber));
		clock.advance(3_600_000);
	}
	const text = (token: string) => Buffer.from(call('GetRecords', {ShardIterator: token, Limit: 1}).Records[0].Data, 'base64').toString();
	const after = (number: string | undefined) =>
		iterator({stream, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: number});

	expect(text(after(numbers[2999]))).toBe('3000');
	clock.advance(17.5 * 3_600_000);
	expect(text(iterator({stream}))).toBe('2000');
	expect(text(after(numbers[100]))).toBe('2000');
	expect(text(after(numbers[2999]))).toBe('3000');
	expect(text(iterator({stream, ShardIteratorType: 'AT_TIMESTAMP', Timestamp: clock.nowMs() - 20.5 * 3_600_000}))).toBe('3500');
});

test('data of zero bytes and keys of any characters are kept', () => {
	const {call, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream, key: 'ключ 🔑', text: ''});

	const {Records: records} = call('GetRecords', {ShardIterator: iterator({stream})});

	expect(records[0]).toMatchObject({PartitionKey: 'ключ 🔑', Data: ''});
});

test('a partition key has 1 to 256 characters and must be there', () => {
	const {refused, aStream, put} = createCaller();
	const stream = aStream();
	const message = (key: unknown) => refused('PutRecord', {StreamName: stream, PartitionKey: key, Data: ''}).message;

	put({stream, key: 'k'.repeat(256)});
	expect(message('')).toBe(
		"1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1",
	);
	expect(message('k'.repeat(257))).toContain(
		"at 'partitionKey' failed to satisfy constraint: Member must have length less than or equal to 256",
	);
	expect(message(undefined)).toBe(
		"1 validation error detected: Value null at 'partitionKey' failed to satisfy constraint: Member must not be null",
	);
});

test('partition keys choose the shard by MD5, explicit hash keys by themselves', () => {
	const {call, refused, aStream, put} = createCaller();
	const stream = aStream({shardCount: 4});

	// MD5 of 'a' begins with 0c, of '' with d4, of 'foo' with ac, of 'b' with 92.
	expect(['a', 'foo', 'b'].map(key => put({stream, key}).ShardId)).toEqual([
		'shardId-000000000000',
		'shardId-000000000002',
		'shardId-000000000002',
	]);
	expect(put({stream, key: 'a', hashKey: '340282366920938463463374607431768211455'}).ShardId).toBe('shardId-000000000003');
	const tooLarge = {
		code: 'InvalidArgumentException',
		message:
			'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456',
	};
	const bad = {PartitionKey: 'a', Data: '', ExplicitHashKey: '340282366920938463463374607431768211456'};
	expect(refused('PutRecord', {StreamName: stream, ...bad})).toEqual(tooLarge);
	expect(refused('PutRecords', {StreamName: stream, Records: [{PartitionKey: 'a', Data: ''}, bad]})).toEqual(tooLarge);
	for (let index = 0; index < 4; index++) {
		const token = call('GetShardIterator', {StreamName: stream, ShardId: String(index), ShardIteratorType: 'TRIM_HORIZON'}).ShardIterator;
		expect(call('GetRecords', {ShardIterator: token}).Records.length).toBe([1, 0, 2, 1][index]);
	}
});

test('a record may have the size that its stream allows, key included', () => {
	const {refused, aStream, put} = createCaller();
	const stream = aStream();

	put({stream, key: 'ké', text: 'x'.repeat(1024 * 1024 - 3)});
	const tooLarge = {StreamName: stream, PartitionKey: 'ké', Data: base64('x'.repeat(1024 * 1024 - 2))};
	expect(refused('PutRecord', tooLarge).code).toBe('InvalidArgumentException');
	expect(refused('PutRecord', {...tooLarge, Data: base64('x'.repeat(10_485_761))}).message).toBe(
		"1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=10485761 cap=10485761]' at 'data' failed to satisfy constraint: Member must have length less than or equal to 10485760",
	);
});

test('a call puts 1 to 500 records and at most 10 MiB', () => {
	const {call, refused, aStream} = createCaller();
	const stream = aStream();
	const records = (count: number, byteCount = 0) => ({
		StreamName: stream,
		Records: Array.from({length: count}, () => ({PartitionKey: 'k', Data: base64('x'.repeat(byteCount))})),
	});

	expect(call('PutRecords', records(500))).toMatchObject({FailedRecordCount: 0});
	expect(refused('PutRecords', records(501)).message).toMatch(
		/^1 validation error detected: Value '\[com\.amazonaws\.kinesis\.v20131202\.PutRecordsRequestEntry@[0-9a-f]{8}, .*\]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500$/,
	);
	expect(refused('PutRecords', records(0)).message).toContain("Value '[]' at 'records' failed to satisfy constraint");
	expect(call('PutRecords', records(10, 1024 * 1024 - 1)).FailedRecordCount).toBe(0);
	expect(refused('PutRecords', records(11, 1024 * 1024 - 1))).toEqual({
		code: 'InvalidArgumentException',
		message: 'Records size exceeds 10 MB limit',
	});
});

test('the number to exceed must be one that was given out', () => {
	const {call, refused, aStream, put} = createCaller();
	const stream = aStream();
	const {SequenceNumber: first} = put({stream});
	const next = (number: string) => ({StreamName: stream, PartitionKey: 'k', Data: '', SequenceNumberForOrdering: number});

	expect(BigInt(call('PutRecord', next(first)).SequenceNumber)).toBeGreaterThan(BigInt(first));
	const ofTomorrow = (BigInt(first) + (86_400n << 36n)).toString();
	for (const wrong of ['1', ofTomorrow]) {
		expect(refused('PutRecord', next(wrong))).toEqual({
			code: 'InvalidArgumentException',
			message: `ExclusiveMinimumSequenceNumber ${wrong} used in PutRecord on stream orders under account 000000000000 is invalid.`,
		});
	}
});

test('records that come while the clock runs backwards stay in order', () => {
	const {call, clock, aStream, put, iterator} = createCaller();
	const stream = aStream();
	put({stream, text: 'a'});
	clock.advance(-5000);
	put({stream, text: 'b'});

	const {Records: records} = call('GetRecords', {ShardIterator: iterator({stream})});

	expect(BigInt(records[1].SequenceNumber)).toBeGreaterThan(BigInt(records[0].SequenceNumber));
	expect(records[1].ApproximateArrivalTimestamp).toBe(records[0].ApproximateArrivalTimestamp);
});

test('a dry run of a request that would succeed changes nothing', () => {
	const {refused, aStream, put, iterator, texts} = createCaller();
	const stream = aStream();
	put({stream, text: 'a'});

	expect(refused('PutRecord', {StreamName: stream, PartitionKey: 'k', Data: '', DryRun: true}).code).toBe('DryRunOperationException');
	expect(refused('PutRecords', {StreamName: stream, Records: [{PartitionKey: 'k', Data: ''}], DryRun: true}).code).toBe(
		'DryRunOperationException',
	);
	expect(refused('GetRecords', {ShardIterator: iterator({stream}), DryRun: true}).code).toBe('DryRunOperationException');
	expect(texts(stream)).toEqual(['a']);
});
