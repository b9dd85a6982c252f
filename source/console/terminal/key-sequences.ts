import type {MouseToken, Reply, Token} from './token.ts';

/** Final letters of CSI and SS3 sequences. */
const letterKeys: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
	Z: 'shift-tab',
};

/** Numbers before `~` (and, from rxvt, before `^`, `$` and `@`). */
const numberKeys: Readonly<Record<string, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

/** The number pad in application mode. */
const padKeys: Readonly<Record<string, string>> = {M: 'enter', X: '=', I: 'tab', j: '*', k: '+', l: ',', m: '-', n: '.', o: '/'};

/** What a complete CSI sequence means. `body` is what follows `ESC [`. Undefined: a key that nobody here knows. */
export function readCsi(body: string): Token | Reply | undefined {
	const final = body.at(-1) ?? '';
	const parameters = body.slice(0, -1);
	if (body === 'I' || body === 'O') return {type: 'focus', isFocused: body === 'I'};
	if (parameters.startsWith('<') && (final === 'M' || final === 'm')) return readSgrMouse(parameters.slice(1), final === 'm');
	// The Linux console: ESC [ [ A to E.
	if (/^\[[A-E]$/.test(body)) return key(`f${final.charCodeAt(0) - 64}`);
	if (isReply(parameters, final)) return {type: 'reply', kind: 'csi', text: `\u001B[${body}`};
	return readKey(parameters, final);
}

/** What a complete SS3 sequence means. `body` is what follows `ESC O`. */
export function readSs3(body: string): Token | undefined {
	const final = body.at(-1) ?? '';
	if (final >= 'a' && final <= 'd') return key(`ctrl-${letterKeys[final.toUpperCase()]}`);
	if (final >= 'p' && final <= 'y') return key(String(final.charCodeAt(0) - 112));
	const name = padKeys[final] ?? letterKeys[final];
	return name ? key(withModifiers(name, body.slice(0, -1).split(';').at(-1))) : undefined;
}

/** The three bytes of an X10 mouse report. */
export function readX10Mouse(bytes: string): MouseToken {
	const [code = 32, column = 33, row = 33] = Array.from(bytes, character => character.charCodeAt(0));
	return mouse(code - 32, column - 33, row - 33, (code & 3) === 3);
}

// Answers: device attributes, status, window, mode and keyboard reports. A cursor report looks like F3 with a modifier; the report wins, since we ask for it.
function isReply(parameters: string, final: string): boolean {
	if (/^[?>=]/.test(parameters) || /[ -/]$/.test(parameters.replace(/\$$/, ''))) return true;
	if (final === 'R') return parameters.includes(';');
	return 'ntxy'.includes(final);
}

function readKey(parameters: string, final: string): Token | undefined {
	const [first = '', second, third] = parameters.split(';');
	if (final === 'u') return readCodePoint(first, second);
	if (final === '~' && first === '27') return readCodePoint(third ?? '', second);
	if (final === '~') return named(numberKeys[first], second);
	if (final === '^') return named(numberKeys[first], '5');
	if (final === '@') return named(numberKeys[first], '6');
	// From rxvt with shift: `ESC [ 7 $`, and `ESC [ a` to `d` for the arrows.
	if (final === '$') return named(numberKeys[first], '2');
	if (final >= 'a' && final <= 'd' && parameters === '') return key(`shift-${letterKeys[final.toUpperCase()]}`);
	return named(letterKeys[final], second);
}

/** Keyboards that send each key as a code point: kitty's protocol and xterm's modifyOtherKeys. */
function readCodePoint(code: string, modifiers: string | undefined): Token | undefined {
	const [mask, event] = (modifiers ?? '1').split(':');
	// Letting a key go is no key.
	if (event === '3') return undefined;
	const codePoint = Number.parseInt(code, 10);
	if (!(codePoint > 0 && codePoint <= 0x10_ff_ff)) return undefined;
	const names: Readonly<Record<number, string>> = {8: 'backspace', 9: 'tab', 13: 'enter', 27: 'esc', 32: 'space', 127: 'backspace'};
	const name = names[codePoint] ?? (codePoint > 32 && !isPrivate(codePoint) ? String.fromCodePoint(codePoint) : undefined);
	return named(name, mask);
}

function isPrivate(codePoint: number): boolean {
	return (codePoint >= 0x7f && codePoint < 0xa0) || (codePoint >= 0xd8_00 && codePoint <= 0xf8_ff);
}

function named(name: string | undefined, modifiers: string | undefined): Token | undefined {
	return name === undefined ? undefined : key(withModifiers(name, modifiers));
}

function withModifiers(name: string, modifiers: string | undefined): string {
	const mask = Math.max(0, (Number.parseInt(modifiers ?? '1', 10) || 1) - 1);
	const isShifted = (mask & 1) !== 0 && !name.startsWith('shift-');
	// A printable character is already the shifted one.
	const shift = isShifted && /^\w{2,}$/.test(name) ? 'shift-' : '';
	const character = isShifted && shift === '' ? name.toUpperCase() : name;
	return `${(mask & 4) === 0 ? '' : 'ctrl-'}${(mask & 2) === 0 ? '' : 'alt-'}${shift}${character}`;
}

function readSgrMouse(parameters: string, isRelease: boolean): MouseToken | undefined {
	const [code, column, row] = parameters.split(';').map(Number);
	if (code === undefined || !column || !row) return undefined;
	return mouse(code, column - 1, row - 1, isRelease);
}

function mouse(code: number, column: number, row: number, isRelease: boolean): MouseToken {
	const wheel = (code & 64) !== 0;
	const button = (['left', 'middle', 'right', 'none'] as const)[code & 3] ?? 'none';
	const moved = (code & 32) === 0 ? 'press' : 'move';
	return {
		type: 'mouse',
		action: wheel ? ((code & 1) === 0 ? 'wheel-up' : 'wheel-down') : isRelease ? 'release' : moved,
		button: wheel ? 'none' : button,
		column,
		row,
		isShift: (code & 4) !== 0,
		isAlt: (code & 8) !== 0,
		isCtrl: (code & 16) !== 0,
	};
}

function key(name: string): Token {
	return {type: 'key', key: name};
}
