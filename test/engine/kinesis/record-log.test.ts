import fc from 'fast-check';
import {expect, test} from 'vitest';
import {RecordLog, type StoredRecord} from '../../../source/engine/kinesis/record-log.ts';

const all = {countMax: Infinity, bytesMax: Infinity};

function aRecord(arrivedAtMs: number, byteCount = 1): StoredRecord {
	return {sequenceNumber: '', partitionKey: 'k', data: '', arrivedAtMs, byteCount, isEncrypted: false};
}

function aLog(count: number): RecordLog {
	const log = new RecordLog();
	for (let index = 0; index < count; index++) log.append(aRecord(index));
	return log;
}

test('each record is found at its position, on both sides of a chunk of 1,024', () => {
	const log = aLog(3000);

	for (const position of [0, 1023, 1024, 2047, 2048, 2999]) expect(log.at(position)?.arrivedAtMs).toBe(position);
	expect(log.at(-1)).toBeUndefined();
	expect(log.at(3000)).toBeUndefined();
	expect([log.start, log.end, log.last?.arrivedAtMs]).toEqual([0, 3000, 2999]);
});

test('positions stay when old records leave', () => {
	const log = aLog(3000);

	log.trim(2500);

	expect([log.start, log.end]).toEqual([2500, 3000]);
	expect(log.at(2499)).toBeUndefined();
	expect(log.at(2500)?.arrivedAtMs).toBe(2500);
	expect(log.read(0, {countMax: 2502, bytesMax: Infinity}).map(record => record.arrivedAtMs)).toEqual([2500, 2501]);
});

test('a log whose records have all left goes on where it was', () => {
	const log = aLog(2048);
	log.trim(5000);
	log.append(aRecord(6000));

	expect([log.start, log.end, log.at(2048)?.arrivedAtMs]).toEqual([2048, 2049, 6000]);
	expect(log.findByTime(0)).toBe(2048);
});

test('a read stops before it exceeds its bytes, but returns one record however large', () => {
	const log = new RecordLog();
	for (const byteCount of [10, 5, 5, 1]) log.append(aRecord(0, byteCount));
	const sizes = (position: number, bytesMax: number) => log.read(position, {countMax: 9, bytesMax}).map(record => record.byteCount);

	expect(sizes(0, 3)).toEqual([10]);
	expect(sizes(0, 15)).toEqual([10, 5]);
	expect(sizes(1, 10)).toEqual([5, 5]);
	expect(sizes(1, 11)).toEqual([5, 5, 1]);
	expect(sizes(4, 9)).toEqual([]);
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
				expect(log.read(0, all).map(record => record.arrivedAtMs)).toEqual(model.map(record => record.arrivedAtMs));
				expect(log.start).toBe(model[0]?.position ?? log.end);
				const atMs = nowMs - Math.floor(keepMs / 2);
				expect(log.findByTime(atMs)).toBe(model.find(({arrivedAtMs}) => arrivedAtMs >= atMs)?.position ?? log.end);
			}
		}),
		{numRuns: 40},
	);
});
