import {expect, test} from 'vitest';
import {LinkedList} from '../../source/shared/linked-list.ts';

type Item = {name: string; previous: Item | undefined; next: Item | undefined};

function aList(names: string): {list: LinkedList<Item>; items: Item[]} {
	const list = new LinkedList<Item>();
	const items: Item[] = [];
	for (const name of names) {
		const item: Item = {name, previous: undefined, next: undefined};
		items.push(item);
		list.append(item);
	}
	return {list, items};
}

const namesOf = (list: LinkedList<Item>): string => [...list].map(item => item.name).join('');

test('items stay in the order they were appended', () => {
	const {list} = aList('abc');

	expect(namesOf(list)).toBe('abc');
	expect(list.first?.name).toBe('a');
	expect(list.last?.name).toBe('c');
	expect(list.size).toBe(3);
});

test.each([
	['a', 'bc'],
	['b', 'ac'],
	['c', 'ab'],
])('removing %s leaves %s', (removed, left) => {
	const {list, items} = aList('abc');

	for (const item of items) if (item.name === removed) list.remove(item);

	expect(namesOf(list)).toBe(left);
	expect(list.first?.name).toBe(left[0]);
	expect(list.last?.name).toBe(left[1]);
	expect(items.find(({name}) => name === removed)).toMatchObject({previous: undefined, next: undefined});
});

test('shift takes the first until none is left', () => {
	const {list} = aList('ab');

	expect(list.shift()?.name).toBe('a');
	expect(list.shift()?.name).toBe('b');
	expect(list.shift()).toBeUndefined();
	expect(list.size).toBe(0);
});

test('an item may be removed while the list is walked', () => {
	const {list} = aList('abcd');

	for (const item of list) if (item.name === 'b' || item.name === 'c') list.remove(item);

	expect(namesOf(list)).toBe('ad');
});
