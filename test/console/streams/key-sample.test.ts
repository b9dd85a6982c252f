import {describe, expect, test} from 'vitest';
import {keyCountMax, KeySample, loadCellCount, partsAt} from '../../../source/console/streams/key-sample.ts';
import {hashKeyMax, hashPartitionKey} from '../../../source/rules/hash-key.ts';

/** 512 cells: nine bits of 128. */
const cellOf = (hash: bigint): number => Number(hash >> 119n);

function sampleOf(counts: Readonly<Record<string, number>>): KeySample {
	const sample = new KeySample();
	for (const [key, count] of Object.entries(counts)) for (let seen = 0; seen < count; seen++) sample.add(key);
	return sample;
}

describe('the sample of the keys of a shard', () => {
	test('names the three busiest keys and their shares', () => {
		const view = sampleOf({a: 5, b: 60, c: 25, d: 10}).view();

		expect(view.top).toEqual([
			{key: 'b', share: 0.6},
			{key: 'c', share: 0.25},
			{key: 'd', share: 0.1},
		]);
		expect([view.keyCount, view.recordCount, view.isCut]).toEqual([4, 100, false]);
	});

	test('says where half of the load is left of', () => {
		const counts = {truck_1: 10, truck_2: 10, truck_3: 10, truck_4: 10};

		const {halvesAt = 0n} = sampleOf(counts).view();

		expect(Object.keys(counts).filter(key => hashPartitionKey(key) < halvesAt)).toHaveLength(2);
	});

	test('knows no half when one key makes nearly all of it', () => {
		expect(sampleOf({a: 95, b: 5}).view().halvesAt).toBeUndefined();
		expect(sampleOf({a: 100}).view().halvesAt).toBeUndefined();
	});

	test('says who goes to which side of a split, and how much of the load', () => {
		const sample = new KeySample();
		const keys = Array.from({length: 20}, (_, index) => `key-${index}`);
		for (const key of keys) for (let count = 0; count < (key === 'key-7' ? 61 : 1); count++) sample.add(key);
		const at = hashPartitionKey('key-7');

		const {lower, upper} = partsAt(sample.view(), at) ?? {};

		expect((lower?.keyCount ?? 0) + (upper?.keyCount ?? 0)).toBe(20);
		expect(upper?.names[0]).toBe('key-7');
		expect(upper?.share).toBeGreaterThan(61 / 80 - 0.001);
		expect((lower?.share ?? 0) + (upper?.share ?? 0)).toBeCloseTo(1);
		expect(partsAt(new KeySample().view(), at)).toBeUndefined();
	});

	test('remembers a bounded number of keys, and never loses a busy one', () => {
		const sample = sampleOf({busy: 1000});

		for (let index = 0; index < keyCountMax * 5; index++) {
			sample.add(`rare-${index}`);
			if (index % 4 === 0) sample.add('busy');
		}

		const view = sample.view();
		expect(view.keyCount).toBeLessThanOrEqual(keyCountMax);
		expect(view.isCut).toBe(true);
		expect(view.top[0]?.key).toBe('busy');
	});

	test('counts the same cell of the hash space as the hash key lies in', () => {
		for (const key of ['a', 'truck_17', 'é']) expect(new KeySample().add(key)).toBe(cellOf(hashPartitionKey(key)));
		expect(cellOf(hashKeyMax)).toBe(loadCellCount - 1);
	});
});
