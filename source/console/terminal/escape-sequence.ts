/** One thing that starts with ESC, found in a stream of input. `end` is the index after it. */
export type EscapeSequence =
	| {readonly type: 'csi' | 'ss3'; readonly body: string; readonly end: number}
	| {readonly type: 'string'; readonly introducer: string; readonly end: number}
	| {readonly type: 'x10-mouse'; readonly bytes: string; readonly end: number}
	| {readonly type: 'alt'; readonly character: string; readonly end: number}
	| {readonly type: 'esc'; readonly end: number}
	/** Broken off by something that cannot be part of it. */
	| {readonly type: 'broken'; readonly end: number}
	| 'pending';

/** No terminal sends longer control sequences; what is longer is noise. */
const controlLengthMax = 256;

const segmenter = new Intl.Segmenter();

/** Reads what starts with the ESC at `index`. */
export function readEscape(input: string, index: number): EscapeSequence {
	const next = input[index + 1];
	switch (next) {
		case undefined:
			return 'pending';
		case '\u001B':
		// Someone in a hurry: Esc and then Ctrl-C is not Alt-Ctrl-C.
		case '\u0003':
			return {type: 'esc', end: index + 1};
		case '[':
			return readControl(input, index);
		case 'O':
			return readSingleShift(input, index);
		case ']':
		case 'P':
		case 'X':
		case '^':
		case '_':
			return readString(input, index, next);
		default: {
			const [first] = segmenter.segment(input.slice(index + 1, index + 33));
			const character = first?.segment ?? next;
			return {type: 'alt', character, end: index + 1 + character.length};
		}
	}
}

function readControl(input: string, index: number): EscapeSequence {
	const start = index + 2;
	const first = input[start];
	// The Linux console's F1 to F5 have a second bracket.
	if (first === '[') return input.length > start + 1 ? {type: 'csi', body: input.slice(start, start + 2), end: start + 2} : 'pending';
	if (first === 'M') return readMouseBytes(input, start);
	// With shift, rxvt ends in a dollar sign, which is no final byte anywhere else.
	if (/^[235678]\$/.test(input.slice(start, start + 2))) return {type: 'csi', body: input.slice(start, start + 2), end: start + 2};
	for (let at = start; at < input.length; at++) {
		const code = input.charCodeAt(at);
		if (code >= 0x40 && code <= 0x7e) return {type: 'csi', body: input.slice(start, at + 1), end: at + 1};
		if (code < 0x20 || code > 0x7e || at - start > controlLengthMax) return broken(input, index, at);
	}
	return 'pending';
}

function readMouseBytes(input: string, start: number): EscapeSequence {
	const bytes = input.slice(start + 1, start + 4);
	if (/[\0-\u001F]/.test(bytes)) return {type: 'broken', end: start + 1};
	return bytes.length === 3 ? {type: 'x10-mouse', bytes, end: start + 4} : 'pending';
}

function readSingleShift(input: string, index: number): EscapeSequence {
	const start = index + 2;
	for (let at = start; at < input.length; at++) {
		const character = input[at] ?? '';
		if (/[A-Za-z=]/.test(character)) return {type: 'ss3', body: input.slice(start, at + 1), end: at + 1};
		if (!/[\d;]/.test(character) || at - start > 8) return broken(input, index, at);
	}
	return 'pending';
}

/** OSC, DCS, SOS, PM and APC end with BEL or ST; any ESC ends them too. */
function readString(input: string, index: number, introducer: string): EscapeSequence {
	for (let at = index + 2; at < input.length; at++) {
		switch (input[at]) {
			case '\u0007':
			case '\u009C':
				return {type: 'string', introducer, end: at + 1};
			case '\u001B':
				if (at + 1 === input.length) return 'pending';
				return input[at + 1] === '\\' ? {type: 'string', introducer, end: at + 2} : broken(input, index, at);
			// Ctrl-C, CAN and SUB get out of a string that never ends.
			case '\u0003':
			case '\u0018':
			case '\u001A':
				return broken(input, index, at);
			default:
		}
	}
	return 'pending';
}

/** With nothing between, the introducer was typed: Alt and a bracket, say. */
function broken(input: string, index: number, at: number): EscapeSequence {
	return at === index + 2 ? {type: 'alt', character: input[index + 1] ?? '', end: at} : {type: 'broken', end: at};
}
