import type {Line} from './line.ts';
import type {State} from './state.ts';

/** From this size on, what burns and what runs stands at the foot of every place. */
const stripsMin = {columns: 180, rows: 40};

/** The strips at the foot of a large screen, top to bottom; none on a small one. */
export function stripLines(state: State): readonly Line[] {
	if (state.size.columns < stripsMin.columns || state.size.rows < stripsMin.rows) return [];
	return [];
}
