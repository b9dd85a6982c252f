import fc from 'fast-check';
import {expect, test} from 'vitest';
import {Heap} from '../../source/shared/heap.ts';

type Item = {deadline: number; index: number};

function aHeap(): Heap<Item> {
	return new Heap<Item>({
		isBefore: (left, right) => left.deadline < right.deadline,
		setIndex(item, index) {
			item.index = index;
		},
	});
}

test('items come out in order, whatever the order they went in', () => {
	fc.assert(
		fc.property(fc.array(fc.integer()), deadlines => {
			const heap = aHeap();

			for (const deadline of deadlines) heap.push({deadline, index: -1});
			const seen: number[] = [];
			for (let item = heap.pop(); item; item = heap.pop()) seen.push(item.deadline);

			expect(seen).toEqual(deadlines.toSorted((left, right) => left - right));
		}),
	);
});

test('any item can be removed or moved by the place it was told', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.integer(), fc.constantFrom('keep', 'remove', 'move'), fc.integer())), entries => {
			const heap = aHeap();
			const items = entries.map(([deadline, what, moved]) => ({deadline, index: -1, what, moved}));
			for (const item of items) heap.push(item);

			for (const item of items) {
				if (item.what === 'remove') heap.remove(item.index);
				if (item.what !== 'move') continue;
				item.deadline = item.moved;
				heap.update(item.index);
			}

			const kept = items.filter(({what}) => what !== 'remove');
			expect(items.filter(({index}) => index === -1)).toHaveLength(items.length - kept.length);
			const expected = kept.map(({deadline}) => deadline);
			expect(heap.size).toBe(expected.length);
			const seen: number[] = [];
			for (let item = heap.pop(); item; item = heap.pop()) seen.push(item.deadline);
			expect(seen).toEqual(expected.toSorted((left, right) => left - right));
		}),
	);
});

test('an empty heap has no first item, and removing from nowhere is a bug', () => {
	const heap = aHeap();

	expect(heap.peek()).toBeUndefined();
	expect(heap.pop()).toBeUndefined();
	expect(() => heap.remove(0)).toThrow(RangeError);
	expect(() => heap.update(0)).toThrow(RangeError);
});
