import {expect, test} from 'vitest';
import {ExpiringMap} from '../../source/shared/expiring-map.ts';

test('an entry is there until its lifetime ends', () => {
	const map = new ExpiringMap<number>(1000);

	map.set('a', 1, 5000);

	expect(map.get('a', 5999)).toBe(1);
	expect(map.get('a', 6000)).toBeUndefined();
	expect(map.size).toBe(0);
});

test('setting again replaces the value and begins a new lifetime', () => {
	const map = new ExpiringMap<number>(1000);

	map.set('a', 1, 0);
	map.set('a', 2, 500);

	expect(map.get('a', 1000)).toBe(2);
	expect(map.get('a', 1499)).toBe(2);
	expect(map.get('a', 1500)).toBeUndefined();
});

test('a deleted entry is gone, and one set after it lives its own life', () => {
	const map = new ExpiringMap<number>(1000);

	map.set('a', 1, 0);
	map.delete('a');
	expect(map.get('a', 1)).toBeUndefined();
	map.set('a', 2, 900);

	expect(map.get('a', 1000)).toBe(2);
});

test('after everything has expired new entries are kept as before', () => {
	const map = new ExpiringMap<number>(10);

	map.set('a', 1, 0);
	expect(map.get('a', 100)).toBeUndefined();
	map.set('b', 2, 100);
	map.set('c', 3, 101);

	expect(map.get('b', 109)).toBe(2);
	expect(map.get('b', 110)).toBeUndefined();
	expect(map.get('c', 110)).toBe(3);
});

test('replacing a value leaves the lifetime as it was', () => {
	const map = new ExpiringMap<number>(1000);

	map.set('a', 1, 0);
	map.replace('a', 2);
	map.replace('b', 3);

	expect(map.get('a', 999)).toBe(2);
	expect(map.get('a', 1000)).toBeUndefined();
	expect(map.get('b', 999)).toBeUndefined();
});
