import type {Action} from './action.ts';
import type {Glyphs} from './glyphs.ts';

/** Keys by action id, for the actions whose keys were changed. */
export type Bindings = Readonly<Record<string, readonly string[]>>;

/** The keys of an action, as they are or as they were chosen. */
export function keysOf(action: Action, bindings: Bindings): readonly string[] {
	return bindings[action.id] ?? action.keys;
}

/** How a key of the notation is written for people: `⏎`, `^d`, `⇧tab`. */
export function keyName(key: string, glyphs: Glyphs): string {
	switch (key) {
		case 'enter':
			return glyphs.enter;
		case 'shift-tab':
			return `${glyphs.shift}tab`;
		case 'up':
			return glyphs.upDown.charAt(0) === '↑' ? '↑' : 'Up';
		case 'down':
			return glyphs.upDown.charAt(0) === '↑' ? '↓' : 'Dn';
		case 'left':
			return glyphs.leftRight.charAt(0) === '←' ? '←' : 'Lf';
		case 'right':
			return glyphs.leftRight.charAt(0) === '←' ? '→' : 'Rt';
		default:
			if (key.startsWith('ctrl-')) return `^${key.slice('ctrl-'.length)}`;
			return /^f\d+$/.test(key) ? key.toUpperCase() : key;
	}
}
