import type {Step} from './effects.ts';
import type {Place} from './place.ts';
import type {State} from './state.ts';

/**
How much harm an action can do, and so what the gate asks.

- `free`: nothing is changed. `cost`: has a price or a side effect.
- `change`: adds or sends. `destroy`: deletes, moves or reshapes. `whole`: empties or deletes a whole thing; such an action has no key.
*/
export type Danger = 'free' | 'cost' | 'change' | 'destroy' | 'whole';

/** Something the operator can do. Dispatch, keys line, help, palette, README and tests read the same list. */
export type Action = {
	/** Stable: users bind keys to it. `queue.peek` */
	readonly id: string;
	/** What it does, as the palette and the help say it. */
	readonly label: string;
	/** In a word or two, for the keys line. Absent: not shown there. */
	readonly hint?: string | ((state: State) => string);
	/** On the keys line its first key stands for all: `n N`, where the second goes the other way. Not where the keys were changed. */
	readonly hintKeys?: string;
	/** What the palette says beside it. */
	readonly aside?: string;
	/** Notation of terminal/tokenizer.ts. Empty: only in the palette and the action list. */
	readonly keys: readonly string[];
	/** Where it works: place types, or everywhere. */
	readonly places: ReadonlyArray<Place['type']> | 'everywhere';
	readonly danger: Danger;
	/** Under which heading the palette lists it. Default: `do`. */
	readonly group?: 'do' | 'set';
	/** Opens a plan that may be read in any mode; the change itself stays refused. */
	readonly isPlanFirst?: boolean;
	/** Why it cannot be done now, in a few words; undefined when it can. Modes need no mention: see `disabledReason` in actions.ts. */
	readonly unavailable?: (state: State) => string | undefined;
	readonly perform: (state: State) => Step;
};
