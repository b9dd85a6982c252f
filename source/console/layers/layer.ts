import type {Step} from '../effects.ts';
import type {Area, Line} from '../line.ts';
import type {Layer, State} from '../state.ts';

/** What a layer puts on the screen. */
export type LayerView = {
	/** In place of the tabs or breadcrumb; absent: the place's own stays. */
	readonly head?: Line;
	/** In place of the filter line. */
	readonly filter?: Line;
	/** In place of the body; absent: the place stays visible. */
	readonly body?: readonly Line[];
	readonly status?: Line;
	readonly keys?: ReadonlyArray<readonly [key: string, hint: string]>;
};

/** How a kind of layer takes keys and draws itself. While one is open it gets every key. */
export type LayerDefinition<L extends Layer = Layer> = {
	press(state: State, layer: L, key: string): Step;
	/** Absent: pasted text is ignored, and said so. */
	paste?(state: State, layer: L, text: string): Step;
	view(state: State, layer: L, area: Area): LayerView;
	/** Of sentences: lines that are longer are hard to read. Absent: as wide as the screen. */
	readonly columnsMax?: number;
};

/** Where a sheet has its sentences and options: together, also on a wide screen. */
export const proseColumnsMax = 93;
