import {createUndoStore, type UndoStore} from '../../operations/undo.ts';
import type {EffectTools} from '../effects.ts';

const shelfKey = 'undo';

/** Copies of what was deleted or moved in this session, in memory only, for ten minutes. Made when first asked for. */
export function undoStore(tools: EffectTools): UndoStore {
	// Nothing else is put under this key.
	const known = tools.shelf.get(shelfKey)?.value as UndoStore | undefined;
	if (known) return known;
	const store = createUndoStore({
		clock: tools.clock,
		onChange: () => tools.dispatch({type: 'messages/undoable', count: store.entries().length}),
	});
	tools.shelf.put(shelfKey, {value: store, end: () => Promise.resolve(undefined)});
	return store;
}
