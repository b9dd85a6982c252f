import type {Glyphs} from './glyphs.ts';

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
