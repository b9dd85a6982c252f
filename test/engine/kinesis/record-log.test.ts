import fc from 'fast-check';
import {expect, test} from 'vitest';
import {RecordLog} from '../../../source/engine/kinesis/record-log.ts';
import type {StoredRecord} from '../../../source/engine/kinesis/record-segment.ts';

const all = {countMax: Infinity, bytesMax: Infinity};

function aRecord(arrivedAtMs: number, byteCount = 1): StoredRecord {
	return {sequenceNumber: String(arrivedAtMs), partitionKey: 'k', data: '', arrivedAtMs, byteCount, isEncrypted: false};
}

function aLog(count: number): RecordLog {
	const log = new RecordLog();
	for (let index = 0; index < count; index++) log.append(aRecord(index));
	return log;
}

function arrivals(records: Iterable<{readonly arrivedAtMs: number}>): number[] {
	return Array.from(records, record => record.arrivedAtMs);
}

test('each record is found at its position, in whichever segment it is', () => {
	const log = aLog(3000);

	for (let position = 0; position < 3000; position++) {
		expect(log.arrivedAtMs(position)).toBe(position);
		expect(log.sequenceNumber(position)).toBe(String(position));
		expect(arrivals(log.read(position, {countMax: 1, bytesMax: 1}))).toEqual([position]);
	}
	expect([log.arrivedAtMs(-1), log.sequenceNumber(-1)]).toEqual([undefined, undefined]);
	expect([log.arrivedAtMs(3000), log.sequenceNumber(3000)]).toEqual([undefined, undefined]);
	expect([log.start, log.end, log.lastArrivedAtMs]).toEqual([0, 3000, 2999]);
});

test('a record comes back as it was put, whatever its key, and however large it is', () => {
	const log = new RecordLog();
	const records: readonly StoredRecord[] = [
		{...aRecord(1_700_000_000_123), partitionKey: 'ключ "🔑"\u007f\\', data: 'YQ=='},
		{...aRecord(1_700_000_000_123), partitionKey: undefined, data: ''},
		{...aRecord(1_700_000_000_124), partitionKey: '\ud800', data: 'YWFh'.repeat(1_000_000), isEncrypted: true},
		{...aRecord(1_700_000_000_125), partitionKey: '","Data":"', data: 'YWI='},
	];
	for (const record of records) log.append(record);

	const found = [...log.read(0, all)];

	expect(found.map(record => ({...record, byteCount: 1}))).toEqual(records);
});

test('what was read does not change when more is put or all is trimmed', () => {
	const log = aLog(2);
	const records = log.read(0, all);

	log.append(aRecord(2));
	log.trim(1000);

	expect([records.count, records.byteCount, records.lastArrivedAtMs]).toEqual([2, 2, 1]);
	expect(arrivals(records)).toEqual([0, 1]);
	expect(arrivals(log.read(0, all))).toEqual([]);
});

test('positions stay when old records leave', () => {
	const log = aLog(3000);

	log.trim(2500);

	expect([log.start, log.end]).toEqual([2500, 3000]);
	expect(log.arrivedAtMs(2499)).toBeUndefined();
	expect(log.arrivedAtMs(2500)).toBe(2500);
	expect(arrivals(log.read(0, {countMax: 2, bytesMax: Infinity}))).toEqual([2500, 2501]);
});

test('a log whose records have all left goes on where it was', () => {
	const log = aLog(2048);
	log.trim(5000);
	log.append(aRecord(6000));

	expect([log.start, log.end, log.arrivedAtMs(2048)]).toEqual([2048, 2049, 6000]);
	expect(log.findByTime(0)).toBe(2048);
});

test('a read stops before it exceeds its bytes, but returns one record however large', () => {
	const log = new RecordLog();
	for (const byteCount of [10, 5, 5, 1]) log.append(aRecord(0, byteCount));
	const read = (position: number, bytesMax: number) => {
		const {count, byteCount} = log.read(position, {countMax: 9, bytesMax});
		return {count, byteCount};
	};

	expect(read(0, 3)).toEqual({count: 1, byteCount: 10});
	expect(read(0, 14)).toEqual({count: 1, byteCount: 10});
	expect(read(0, 15)).toEqual({count: 2, byteCount: 15});
	expect(read(1, 10)).toEqual({count: 2, byteCount: 10});
	expect(read(1, 11)).toEqual({count: 3, byteCount: 11});
	expect(read(4, 9)).toEqual({count: 0, byteCount: 0});
});

test('whatever is appended and trimmed, it holds what a plain list would hold', () => {
	const step = fc.record({count: fc.nat({max: 1500}), waitMs: fc.nat({max: 50}), keepMs: fc.nat({max: 200})});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 12}), steps => {
			const log = new RecordLog();
			let model: Array<{position: number; arrivedAtMs: number}> = [];
			let nowMs = 1000;
			for (const {count, waitMs, keepMs} of steps) {
				for (let index = 0; index < count; index++) {
					model.push({position: log.end, arrivedAtMs: nowMs});
					log.append(aRecord(nowMs));
				}
				nowMs += waitMs;
				log.trim(nowMs - keepMs);
				model = model.filter(({arrivedAtMs}) => arrivedAtMs >= nowMs - keepMs);
				expect(arrivals(log.read(0, all))).toEqual(model.map(record => record.arrivedAtMs));
				expect(log.start).toBe(model[0]?.position ?? log.end);
				const atMs = nowMs - Math.floor(keepMs / 2);
				expect(log.findByTime(atMs)).toBe(model.find(({arrivedAtMs}) => arrivedAtMs >= atMs)?.position ?? log.end);
			}
		}),
		{numRuns: 40},
	);
});
