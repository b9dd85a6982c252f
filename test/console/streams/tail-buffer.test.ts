import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, test} from 'vitest';
import {TailBuffer, tailBufferLimits} from '../../../source/console/streams/tail-buffer.ts';
import {keptBytes, ownData} from '../../../source/console/streams/tail-record.ts';
import {aRecord} from './a-state.ts';

function shownIndexes(buffer: TailBuffer): readonly number[] {
	return buffer.shown().map(record => record.index);
}

function fill(buffer: TailBuffer, from: number, to: number): void {
	for (let index = from; index < to; index++) buffer.add(aRecord(index));
}

/** In a frame of its own: nothing here holds the record afterwards. */
function fallOut(buffer: TailBuffer): WeakRef<object> {
	const first = aRecord(0, {data: new Uint8Array(5000)});
	buffer.add(first);
	fill(buffer, 1, 3);
	return new WeakRef(first);
}

describe('the buffer of a tail', () => {
	test('keeps 10,000 records; the 10,001st pushes the oldest out', () => {
		const buffer = new TailBuffer();

		fill(buffer, 0, 10_000);
		expect([buffer.count, buffer.leftCount, shownIndexes(buffer)[0]]).toEqual([10_000, 0, 0]);

		fill(buffer, 10_000, 10_001);
		expect([buffer.count, buffer.leftCount, shownIndexes(buffer)[0], shownIndexes(buffer).at(-1)]).toEqual([10_000, 1, 1, 10_000]);
	});

	test('holds nothing of a record that fell out, though its place is not used again at once', async () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const buffer = new TailBuffer({countMax: 2, bytesMax: 1_000_000});
		const fallen = fallOut(buffer);

		// A reference is strong until the turn ends that made it.
		await new Promise(resolve => setImmediate(resolve));
		collect();

		expect(buffer.leftCount).toBe(1);
		expect(fallen.deref()).toBeUndefined();
	});

	test('keeps 64 MiB, however few records that is', () => {
		const buffer = new TailBuffer();
		const data = Buffer.alloc(1024 * 1024);

		for (let index = 0; index < 100; index++) buffer.add(aRecord(index, {data}));

		expect(buffer.bytes).toBeLessThanOrEqual(tailBufferLimits.bytesMax);
		expect(buffer.bytes + keptBytes({data, partitionKey: 'truck_1'})).toBeGreaterThan(tailBufferLimits.bytesMax);
		expect(buffer.count + buffer.leftCount).toBe(100);
	});

	test('keeps a record that is larger than the bound, alone', () => {
		const buffer = new TailBuffer({countMax: 10, bytesMax: 1000});

		buffer.add(aRecord(0));
		buffer.add(aRecord(1, {data: Buffer.alloc(5000)}));

		expect(shownIndexes(buffer)).toEqual([1]);
	});

	test('counts to zero bytes again when all has fallen out', () => {
		const buffer = new TailBuffer({countMax: 1, bytesMax: 1_000_000});

		fill(buffer, 0, 5000);

		expect(buffer.bytes).toBe(keptBytes(aRecord(4999)));
	});

	test('shows what passes the filter, in the key or in the data, and looks through what it has', () => {
		const buffer = new TailBuffer();
		buffer.add(aRecord(1, {partitionKey: 'Truck_7', data: Buffer.from('{}')}));
		buffer.add(aRecord(2, {partitionKey: 'van', data: Buffer.from('{"near":"truck_7 é"}')}));
		buffer.add(aRecord(3, {partitionKey: 'van', data: Buffer.from('{}')}));

		buffer.setFilter('truck_7');
		expect(shownIndexes(buffer)).toEqual([1, 2]);

		buffer.setFilter('Truck_7');
		expect(shownIndexes(buffer)).toEqual([1]);

		buffer.setFilter('é');
		expect(shownIndexes(buffer)).toEqual([2]);

		buffer.setFilter('');
		expect(shownIndexes(buffer)).toEqual([1, 2, 3]);
	});

	test('says of each record whether it passes', () => {
		const buffer = new TailBuffer();
		buffer.setFilter('truck_5');

		expect([buffer.add(aRecord(4)), buffer.add(aRecord(5))]).toEqual([false, true]);
	});

	test('answers the same array as long as it shows the same', () => {
		const buffer = new TailBuffer();
		fill(buffer, 0, 3);
		const shown = buffer.shown();

		expect(buffer.shown()).toBe(shown);
		buffer.hold(2);
		const held = buffer.shown();
		fill(buffer, 3, 5);
		expect(buffer.shown()).toBe(held);
	});
});

describe('a view that is held', () => {
	test('shows what was there; what comes is counted and shown when it goes on', () => {
		const buffer = new TailBuffer();
		buffer.setFilter('truck_1');
		fill(buffer, 0, 12);

		buffer.hold(11);
		fill(buffer, 12, 30);
		expect(shownIndexes(buffer)).toEqual([1, 10, 11]);
		expect(buffer.newer).toEqual({count: 18, matchCount: 8});

		buffer.hold(undefined);
		expect(shownIndexes(buffer)).toEqual([1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
		expect(buffer.newer).toEqual({count: 0, matchCount: 0});
	});

	test('keeps half of the room for what is looked at, whatever comes', () => {
		const buffer = new TailBuffer({countMax: 10, bytesMax: 1_000_000});
		fill(buffer, 0, 10);
		buffer.hold(9);

		fill(buffer, 10, 1000);

		expect(shownIndexes(buffer)).toEqual([5, 6, 7, 8, 9]);
		expect([buffer.count, buffer.leftCount, buffer.newer.count]).toEqual([10, 990, 5]);
		buffer.hold(undefined);
		expect(shownIndexes(buffer)).toEqual([5, 6, 7, 8, 9, 995, 996, 997, 998, 999]);
	});

	test('before the first record shows none', () => {
		const buffer = new TailBuffer();

		buffer.hold(-1);
		fill(buffer, 0, 3);

		expect(shownIndexes(buffer)).toEqual([]);
		expect(buffer.newer.count).toBe(3);
	});

	test('takes a new filter', () => {
		const buffer = new TailBuffer();
		fill(buffer, 0, 5);
		buffer.hold(4);
		fill(buffer, 5, 30);

		buffer.setFilter('truck_2');

		expect(shownIndexes(buffer)).toEqual([2]);
		expect(buffer.newer.matchCount).toBe(10);
		expect(buffer.matches()).toHaveLength(11);
	});
});

describe('the data of a record', () => {
	test('is copied out of a large answer, so that it does not keep all of it', () => {
		const answer = Buffer.from(new ArrayBuffer(1_000_000));

		expect(ownData(answer.subarray(10, 20)).buffer.byteLength).toBe(10);
	});

	test('is copied out of a block that small answers share', () => {
		expect(ownData(new Uint8Array(8192).subarray(0, 100)).buffer.byteLength).toBe(100);
	});

	test('is left where it is when it is most of what is there', () => {
		const answer = new Uint8Array(1000);

		expect(ownData(answer)).toBe(answer);
	});
});
