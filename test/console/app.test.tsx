import {render} from 'ink-testing-library';
import {expect, test} from 'vitest';
import {App} from '../../source/console/app.tsx';
import type {Store} from '../../source/console/store.ts';

/** The part of a store that the app looks at. */
function aStore(first: readonly string[]): {readonly store: Store; show(rows: readonly string[]): void} {
	let rows = first;
	const listeners = new Set<() => void>();
	const store = {
		state: () => ({size: {columns: 40, rows: first.length}}),
		frame: () => rows,
		subscribe(listener: () => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
	return {
		// The app asks a store for no more than this.
		store: store as unknown as Store,
		show(next) {
			rows = next;
			for (const listener of listeners) listener();
		},
	};
}

test('draws the prepared rows as they are, an empty one as an empty row', () => {
	const {store} = aStore(['first', '', 'third']);

	const {lastFrame} = render(<App store={store} />);

	expect(lastFrame()).toBe('first\n\nthird');
});

test('draws what changed when the store tells', async () => {
	const {store, show} = aStore(['first', 'second']);
	const {lastFrame} = render(<App store={store} />);

	show(['first', 'changed']);
	await new Promise(resolve => setImmediate(resolve));

	expect(lastFrame()).toBe('first\nchanged');
});

test('cuts a row that is wider than the screen rather than wrapping it', () => {
	const {store} = aStore(['x'.repeat(60), 'second']);

	const {lastFrame} = render(<App store={store} />);

	expect(lastFrame()?.split('\n')).toHaveLength(2);
});
