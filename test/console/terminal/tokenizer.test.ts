import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createTokenizer, type Tokenizer} from '../../../source/console/terminal/tokenizer.ts';
import type {Reply, Token} from '../../../source/console/terminal/token.ts';
import {createManualClock, type ManualClock} from '../../../source/shared/clock.ts';
import {bracketedPaste, bytesOfKey} from '../../helpers/screen-keys.ts';

type Listener = {readonly tokenizer: Tokenizer; readonly clock: ManualClock; readonly tokens: Token[]; readonly replies: Reply[]};

function listen(): Listener {
	const clock = createManualClock();
	const tokens: Token[] = [];
	const replies: Reply[] = [];
	const tokenizer = createTokenizer({clock, onToken: token => tokens.push(token), onReply: reply => replies.push(reply)});
	return {tokenizer, clock, tokens, replies};
}

/** All tokens of reads that follow each other at once, and of the silence behind them. */
function tokensOf(...reads: ReadonlyArray<string | Uint8Array>): readonly Token[] {
	const {tokenizer, clock, tokens} = listen();
	for (const read of reads) tokenizer.push(read);
	clock.advance(5000);
	return tokens;
}

/** Keys alone, as their names; other tokens as `<type>`. */
function keysOf(...reads: ReadonlyArray<string | Uint8Array>): readonly string[] {
	return tokensOf(...reads).map(token => (token.type === 'key' ? token.key : `<${token.type}>`));
}

describe('one key is one token', () => {
	test.each([
		['gg', ['g', 'g']],
		['jjjj', ['j', 'j', 'j', 'j']],
		['jjjjkk', ['j', 'j', 'j', 'j', 'k', 'k']],
		['dd\r', ['d', 'd', 'enter']],
		['é日', ['é', '日']],
		['e\u0301x', ['e\u0301', 'x']],
		['\u{1F468}\u200D\u{1F469}', ['\u{1F468}\u200D\u{1F469}']],
		['a\u0003', ['a', 'ctrl-c']],
		['\u007F\u007F\u007F', ['backspace', 'backspace', 'backspace']],
		['j\u001B[Ak', ['j', 'up', 'k']],
		['\u001B[A\u001B[A', ['up', 'up']],
		['  ', ['space', 'space']],
		['\r\n', ['enter', 'enter']],
	])('%j', (read, keys) => {
		expect(keysOf(read)).toEqual(keys);
	});
});

describe('keys by name', () => {
	test.each([
		['enter', ['\r', '\n', '\u001BOM', '\u001B[13u']],
		['tab', ['\t', '\u001B[9u']],
		['shift-tab', ['\u001B[Z', '\u001B[9;2u', '\u001B[27;2;9~']],
		['backspace', ['\u007F', '\b', '\u001B[127u']],
		['delete', ['\u001B[3~']],
		['insert', ['\u001B[2~']],
		['home', ['\u001B[H', '\u001BOH', '\u001B[1~', '\u001B[7~']],
		['end', ['\u001B[F', '\u001BOF', '\u001B[4~', '\u001B[8~']],
		['pageup', ['\u001B[5~']],
		['pagedown', ['\u001B[6~']],
		['up', ['\u001B[A', '\u001BOA', '\u001B[1;1A']],
		['down', ['\u001B[B', '\u001BOB']],
		['right', ['\u001B[C', '\u001BOC']],
		['left', ['\u001B[D', '\u001BOD']],
		['f1', ['\u001BOP', '\u001B[11~', '\u001B[[A', '\u001B[P']],
		['f2', ['\u001BOQ', '\u001B[12~', '\u001B[[B']],
		['f3', ['\u001BOR', '\u001B[13~', '\u001B[[C']],
		['f4', ['\u001BOS', '\u001B[14~', '\u001B[[D']],
		['f5', ['\u001B[15~', '\u001B[[E']],
		['f6', ['\u001B[17~']],
		['f7', ['\u001B[18~']],
		['f8', ['\u001B[19~']],
		['f9', ['\u001B[20~']],
		['f10', ['\u001B[21~']],
		['f11', ['\u001B[23~']],
		['f12', ['\u001B[24~']],
		['esc', ['\u001B', '\u001B[27u']],
		['ctrl-a', ['\u0001', '\u001B[97;5u', '\u001B[27;5;97~']],
		['ctrl-z', ['\u001A']],
		['ctrl-space', ['\0']],
		['ctrl-\\', ['\u001C']],
		['alt-x', ['\u001Bx', '\u001B[120;3u']],
		['alt-é', ['\u001Bé']],
		['alt-[', ['\u001B[']],
		['alt-O', ['\u001BO']],
		['alt-]', ['\u001B]']],
		['alt-enter', ['\u001B\r']],
		['alt-backspace', ['\u001B\u007F']],
		['ctrl-alt-a', ['\u001B\u0001']],
		['shift-up', ['\u001B[1;2A', '\u001B[a']],
		['shift-home', ['\u001B[1;2H', '\u001B[7$']],
		['alt-left', ['\u001B[1;3D']],
		['ctrl-right', ['\u001B[1;5C', '\u001BOc']],
		['ctrl-alt-shift-down', ['\u001B[1;8B']],
		['ctrl-delete', ['\u001B[3;5~', '\u001B[3^']],
		['shift-f5', ['\u001B[15;2~']],
		['5', ['\u001BOu', '5']],
	])('%s', (key, sequences) => {
		for (const sequence of sequences) expect(keysOf(sequence)).toEqual([key]);
	});

	test('what the tests send for a key is that key', () => {
		for (const key of [
			'enter',
			'esc',
			'tab',
			'shift-tab',
			'space',
			'backspace',
			'delete',
			'up',
			'f1',
			'f2',
			'f12',
			'ctrl-c',
			'alt-x',
			'j',
			'é',
		]) {
			expect(keysOf(bytesOfKey(key))).toEqual([key]);
		}
	});

	test('letting a key go, unknown keys and C1 controls are nothing', () => {
		expect(keysOf('\u001B[97;1:3u')).toEqual([]);
		expect(keysOf('\u001B[99~')).toEqual([]);
		expect(keysOf('\u001B[57441u')).toEqual([]);
		expect(keysOf('\u0085')).toEqual([]);
		expect(keysOf('\uD800')).toEqual([]);
	});
});

describe('Esc and what begins like it', () => {
	test('Esc alone is told after 25 ms, not before', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B');
		clock.advance(24);
		expect(tokens).toEqual([]);

		clock.advance(1);
		expect(tokens).toEqual([{type: 'key', key: 'esc'}]);
	});

	test('a sequence cut behind its ESC is joined within 25 ms', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B');
		clock.advance(24);
		tokenizer.push('[A');

		expect(tokens).toEqual([{type: 'key', key: 'up'}]);
	});

	test('over a slow line the rest of a sequence types no characters', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B');
		clock.advance(200);
		tokenizer.push('[A');

		expect(tokens.map(token => token.type === 'key' && token.key)).toEqual(['esc', 'up']);
	});

	test('long after Esc a bracket is a bracket', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B');
		clock.advance(25 + 251);
		tokenizer.push('[A');

		expect(tokens.map(token => token.type === 'key' && token.key)).toEqual(['esc', '[', 'A']);
	});

	test('a sequence cut behind its bracket is joined within 250 ms', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B[');
		clock.advance(249);
		tokenizer.push('1;5');
		clock.advance(249);
		tokenizer.push('A');

		expect(tokens).toEqual([{type: 'key', key: 'ctrl-up'}]);
	});

	test('Esc twice is Esc twice', () => {
		expect(keysOf('\u001B\u001B')).toEqual(['esc', 'esc']);
	});

	test('Esc and an arrow in one read are both', () => {
		expect(keysOf('\u001B\u001B[B')).toEqual(['esc', 'down']);
	});

	test('Esc and Ctrl-C in one read are both', () => {
		expect(keysOf('\u001B\u0003')).toEqual(['esc', 'ctrl-c']);
	});

	test('a broken sequence takes nothing that follows with it', () => {
		expect(keysOf('\u001B[1;\u001B[Bj')).toEqual(['down', 'j']);
		expect(keysOf('\u001B[1;\u0003')).toEqual(['ctrl-c']);
	});

	test('what is forgotten does not come back', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B[1;');
		tokenizer.reset();
		tokenizer.push('A');
		clock.advance(5000);

		expect(tokens).toEqual([{type: 'key', key: 'A'}]);
		expect(clock.pendingCount()).toBe(0);
	});
});

describe('paste', () => {
	test('is one token with its text as it came', () => {
		expect(tokensOf(bracketedPaste('rm -rf /\r\n\u001B[2J\tx'))).toEqual([
			{type: 'paste', text: 'rm -rf /\r\n\u001B[2J\tx', isBracketed: true},
		]);
	});

	test('keys before and behind it are keys', () => {
		expect(keysOf(`j${bracketedPaste('DDDPPPqqq\n')}k`)).toEqual(['j', '<paste>', 'k']);
	});

	test('of nothing is nothing', () => {
		expect(tokensOf(bracketedPaste(''))).toEqual([]);
	});

	test('without an end is over after a second of silence', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B[200~half');
		clock.advance(999);
		tokenizer.push(' more');
		clock.advance(999);
		expect(tokens).toEqual([]);

		clock.advance(1);
		expect(tokens).toEqual([{type: 'paste', text: 'half more', isBracketed: true}]);
	});

	test('that goes on after the silence presses no keys', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B[200~half');
		clock.advance(1500);
		tokenizer.push('DDD\r');
		tokenizer.push('PPP\u001B[201~');
		tokenizer.push('j');

		expect(tokens.map(token => (token.type === 'key' ? token.key : token.type))).toEqual(['paste', 'paste', 'paste', 'j']);
	});

	test('without an end leaves the keys alive', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('\u001B[200~half');
		clock.advance(1500);
		tokenizer.push('q');
		tokenizer.push('\u001B[A');

		expect(tokens.slice(1)).toEqual([
			{type: 'key', key: 'q'},
			{type: 'key', key: 'up'},
		]);
	});

	test('that hangs is ended by Ctrl-C', () => {
		const {tokenizer, tokens} = listen();

		tokenizer.push('\u001B[200~half');
		tokenizer.push('\u0003');

		expect(tokens).toEqual([
			{type: 'paste', text: 'half', isBracketed: true},
			{type: 'key', key: 'ctrl-c'},
		]);
	});

	test('of 1 MiB is kept whole, of one character more is cut and says so', () => {
		const whole = tokensOf(bracketedPaste('x'.repeat(1_048_576)));
		const cut = tokensOf('\u001B[200~', 'x'.repeat(1_048_576), 'yz', '\u001B[20', '1~j');

		expect(whole).toEqual([{type: 'paste', text: 'x'.repeat(1_048_576), isBracketed: true}]);
		expect(cut).toEqual([
			{type: 'paste', text: 'x'.repeat(1_048_576), isBracketed: true, isCut: true},
			{type: 'key', key: 'j'},
		]);
	});

	test('of much more takes no more memory, and its end is still found', () => {
		const reads = Array.from({length: 300}, () => 'x'.repeat(10_000));

		expect(keysOf('\u001B[200~', ...reads, '\u001B[201~q')).toEqual(['<paste>', 'q']);
	});
});

describe('a burst without bracketed paste', () => {
	test.each(['DDDPPPqqq\n', 'abcd', 'purge\r', 'SELECT *\tFROM'])('%j in one read is a paste', read => {
		expect(tokensOf(read)).toEqual([{type: 'paste', text: read, isBracketed: false}]);
	});

	test.each(['abc', 'jjjjjjjjjj', 'jjjkkk', 'ab\r', '\r\r\r\r\r', '   '])('%j in one read is keys', read => {
		expect(tokensOf(read).every(token => token.type === 'key')).toBe(true);
	});

	test('what follows within 30 ms belongs to it, what comes later does not', () => {
		const {tokenizer, clock, tokens} = listen();

		tokenizer.push('abcd');
		clock.advance(29);
		tokenizer.push('\r');
		clock.advance(30);
		tokenizer.push('\r');

		expect(tokens).toEqual([
			{type: 'paste', text: 'abcd', isBracketed: false},
			{type: 'paste', text: '\r', isBracketed: false},
			{type: 'key', key: 'enter'},
		]);
	});

	test('Ctrl-C behind it is heard at once', () => {
		expect(keysOf('abcd\u0003')).toEqual(['<paste>', 'ctrl-c']);
	});
});

describe('mouse', () => {
	const plain = {isShift: false, isAlt: false, isCtrl: false};

	test.each([
		['\u001B[<0;1;1M', {action: 'press', button: 'left', column: 0, row: 0, ...plain}],
		['\u001B[<2;80;24m', {action: 'release', button: 'right', column: 79, row: 23, ...plain}],
		['\u001B[<64;5;6M', {action: 'wheel-up', button: 'none', column: 4, row: 5, ...plain}],
		['\u001B[<65;5;6M', {action: 'wheel-down', button: 'none', column: 4, row: 5, ...plain}],
		['\u001B[<35;5;6M', {action: 'move', button: 'none', column: 4, row: 5, ...plain}],
		['\u001B[<28;5;6M', {action: 'press', button: 'left', column: 4, row: 5, isShift: true, isAlt: true, isCtrl: true}],
		['\u001B[M !!', {action: 'press', button: 'left', column: 0, row: 0, ...plain}],
		['\u001B[M#*+', {action: 'release', button: 'none', column: 9, row: 10, ...plain}],
	])('%j', (sequence, event) => {
		expect(tokensOf(sequence)).toEqual([{type: 'mouse', ...event}]);
	});

	test('a report that is none presses no key', () => {
		expect(tokensOf('\u001B[<0;0;0M')).toEqual([]);
		expect(tokensOf('\u001B[<1M')).toEqual([]);
	});
});

describe('what nobody typed', () => {
	test.each([
		['\u001B[I', {type: 'focus', isFocused: true}],
		['\u001B[O', {type: 'focus', isFocused: false}],
		['\u001B[12;40R', {type: 'reply', kind: 'csi', text: '\u001B[12;40R'}],
		['\u001B[?1;2c', {type: 'reply', kind: 'csi', text: '\u001B[?1;2c'}],
		['\u001B[0n', {type: 'reply', kind: 'csi', text: '\u001B[0n'}],
		['\u001B[?2026;2$y', {type: 'reply', kind: 'csi', text: '\u001B[?2026;2$y'}],
		['\u001B[?1u', {type: 'reply', kind: 'csi', text: '\u001B[?1u'}],
		['\u001B[8;24;80t', {type: 'reply', kind: 'csi', text: '\u001B[8;24;80t'}],
		['\u001B]11;rgb:0/0/0\u0007', {type: 'reply', kind: 'osc', text: '\u001B]11;rgb:0/0/0\u0007'}],
		['\u001B]11;rgb:0/0/0\u001B\\', {type: 'reply', kind: 'osc', text: '\u001B]11;rgb:0/0/0\u001B\\'}],
		['\u001BP>|xterm(390)\u001B\\', {type: 'reply', kind: 'dcs', text: '\u001BP>|xterm(390)\u001B\\'}],
		['\u001B_Gi=1;OK\u001B\\', {type: 'reply', kind: 'string', text: '\u001B_Gi=1;OK\u001B\\'}],
	])('%j is an answer, no key', (sequence, reply) => {
		const {tokenizer, tokens, replies} = listen();

		tokenizer.push(`j${sequence}k`);

		expect(replies).toEqual([reply]);
		expect(tokens.map(token => token.type === 'key' && token.key)).toEqual(['j', 'k']);
	});

	test('an answer without an end is dropped after a second', () => {
		const {tokenizer, clock, tokens, replies} = listen();

		tokenizer.push('\u001B]11;rgb');
		clock.advance(999);
		tokenizer.push(':0');
		clock.advance(1000);
		tokenizer.push('j');

		expect(replies).toEqual([]);
		expect(tokens).toEqual([{type: 'key', key: 'j'}]);
	});

	test('Ctrl-C gets out of an answer without an end', () => {
		expect(keysOf('\u001B]11;rgb', '\u0003')).toEqual(['ctrl-c']);
	});

	test('an answer of any length is not kept, and its end is found', () => {
		expect(keysOf('\u001B]52;c;', ...Array.from({length: 40}, () => 'A'.repeat(10_000)), '\u001B', '\\j')).toEqual(['j']);
	});
});

describe('however the bytes are cut, the tokens are the same', () => {
	const printable = fc.constantFrom('j', 'G', '/', 'é', '日', '\u{1F600}', ' ');
	// An arrow before Enter and Tab, which else belong to the text before them.
	const sequences = [
		'\u001B[B\r\u001B[B',
		'\u001B[B\t\u001B[B',
		'\u007F',
		'\u0001',
		'\u001B[A',
		'\u001BOP',
		'\u001B[15~',
		'\u001B[1;5C',
		'\u001B[Z',
		'\u001B[[A',
		'\u001B[7$',
	];
	const others = [
		'\u001Bx',
		'\u001Bé',
		'\u001B[<0;10;5M',
		'\u001B[M !!',
		'\u001B[I',
		'\u001B]11;rgb:1/2/3\u0007',
		'\u001BP1$r0m\u001B\\',
		'\u001B[12;40R',
	];
	const pastes = ['hello\r\nworld', '\u001B[A é日', 'DDDPPPqqq\n'].map(bracketedPaste);
	const special = fc.constantFrom(...sequences, ...others, ...pastes);
	// No more than three characters in a row, since a burst is what one read brings.
	const input = fc
		.array(fc.tuple(fc.array(printable, {maxLength: 3}), special))
		.map(parts => parts.map(([text, end]) => text.join('') + end).join(''));

	function cutAt(bytes: Buffer, cuts: readonly number[]): readonly Uint8Array[] {
		const places = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
		return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
	}

	test('in any pieces', () => {
		fc.assert(
			fc.property(input, fc.array(fc.nat()), (text, cuts) => {
				const bytes = Buffer.from(text);

				expect(tokensOf(...cutAt(bytes, cuts))).toEqual(tokensOf(bytes));
			}),
			{numRuns: 500},
		);
	});

	test('byte by byte', () => {
		fc.assert(
			fc.property(input, text => {
				const bytes = Buffer.from(text);

				expect(tokensOf(...Array.from(bytes, byte => Uint8Array.of(byte)))).toEqual(tokensOf(bytes));
			}),
		);
	});

	test('any noise leaves the tokenizer able to hear the next key', () => {
		fc.assert(
			fc.property(fc.array(fc.uint8Array({maxLength: 40}), {maxLength: 10}), reads => {
				const {tokenizer, clock, tokens} = listen();
				for (const read of reads) tokenizer.push(read);
				clock.advance(5000);
				// Half a character may be left over; a key ends it.
				tokenizer.push('\u0003');
				tokenizer.push('\u0003');
				clock.advance(5000);

				expect(tokens.at(-1)).toEqual({type: 'key', key: 'ctrl-c'});
				expect(clock.pendingCount()).toBe(0);
			}),
			{numRuns: 500},
		);
	});
});
