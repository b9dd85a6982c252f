import {StringDecoder} from 'node:string_decoder';
import {unreachable} from '../../shared/errors.ts';
import type {Clock, EpochMs} from '../../shared/clock.ts';
import {readEscape, type EscapeSequence} from './escape-sequence.ts';
import {readCsi, readSs3, readX10Mouse} from './key-sequences.ts';
import {PasteBuffer, splitAtPasteEnd} from './paste-buffer.ts';
import type {Reply, Token} from './token.ts';
import {altKeyName, isBurst, isOneCharacter, keyName, typedParts} from './typed-text.ts';

/** After this long an ESC with nothing behind it is the Esc key. */
const escapeMs = 25;
/** So long the rest of a sequence may be on its way, also behind an ESC that was taken for the key. */
const sequenceMs = 250;
const stringMs = 1000;
/** Silence after which a paste without an end is over. */
const pasteMs = 1000;
/** What follows a burst as closely as this belongs to it. */
const burstMs = 30;
/** Characters kept of an answer. */
const stringLengthMax = 65_536;

// The rest of a sequence whose ESC came too early and was taken for the key.
const lateTail = /^(?:\[[\d;]*[A-HP-SZ~]|O[A-DFHP-S])/;

export type Tokenizer = {
	/** Bytes or text as they came from the terminal, in pieces of any size. */
	push(chunk: string | Uint8Array): void;
	/** Forgets what is unfinished: someone else had the terminal meanwhile. */
	reset(): void;
};

export type TokenizerOptions = {
	readonly clock: Clock;
	onToken(token: Token): void;
	/** What nobody typed. Without it such input is swallowed. */
	onReply?(reply: Reply): void;
};

/**
Makes keys, pastes and mouse events of what a terminal sends, each on its own, however the bytes were cut on the way.

A burst of different characters in one read is taken for a paste, so that text pasted into a terminal without bracketed paste presses no keys. Repeats of one key are keys.
*/
export function createTokenizer(options: TokenizerOptions): Tokenizer {
	return new StdinTokenizer(options);
}

class StdinTokenizer implements Tokenizer {
	readonly #options: TokenizerOptions;
	#decoder = new StringDecoder('utf8');
	/** A sequence of which the end has not come yet. */
	#pending = '';
	#paste: PasteBuffer | undefined;
	/** A paste was ended by silence; its end may still come. */
	#isPasteOverdue = false;
	#burstUntilMs: EpochMs = 0;
	#escapedUntilMs: EpochMs = 0;
	#cancelTimer = (): void => {};

	constructor(options: TokenizerOptions) {
		this.#options = options;
	}

	push(chunk: string | Uint8Array): void {
		const text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
		if (text === '') return;
		this.#cancelTimer();
		this.#take(text);
		this.#arm();
	}

	reset(): void {
		this.#cancelTimer();
		this.#decoder = new StringDecoder('utf8');
		this.#pending = '';
		this.#paste = undefined;
		this.#isPasteOverdue = false;
		this.#escapedUntilMs = 0;
	}

	#take(text: string): void {
		// Ctrl-C alone ends a paste that hangs: no key may be dead for long.
		if (this.#paste && text === '\u0003') this.#closePaste(this.#paste);
		if (this.#paste) {
			this.#appendPaste(this.#paste, text);
			return;
		}
		const input = this.#isPasteOverdue ? this.#takeOverdue(text) : text;
		const isLate = this.#pending === '' && this.#options.clock.nowMs() <= this.#escapedUntilMs && lateTail.test(input);
		this.#escapedUntilMs = 0;
		const whole = isLate ? `\u001B${input}` : this.#pending + input;
		this.#pending = '';
		this.#parse(whole);
	}

	#parse(input: string): void {
		let index = 0;
		while (index < input.length) {
			const escapeIndex = input.indexOf('\u001B', index);
			if (escapeIndex === -1) {
				this.#emitText(input.slice(index));
				return;
			}
			this.#emitText(input.slice(index, escapeIndex));
			const sequence = readEscape(input, escapeIndex);
			if (sequence === 'pending') {
				this.#pending = bounded(input.slice(escapeIndex));
				return;
			}
			if (sequence.type === 'csi' && sequence.body === '200~') {
				this.#paste = new PasteBuffer();
				this.#appendPaste(this.#paste, input.slice(sequence.end));
				return;
			}
			this.#emitSequence(sequence, input.slice(escapeIndex, sequence.end));
			index = sequence.end;
		}
	}

	#emitText(text: string): void {
		const {clock, onToken} = this.#options;
		for (const part of typedParts(text)) {
			if (!part.isControl && (isBurst(part.characters) || clock.nowMs() < this.#burstUntilMs)) {
				this.#burstUntilMs = clock.nowMs() + burstMs;
				onToken({type: 'paste', text: part.text, isBracketed: false});
				continue;
			}
			for (const character of part.characters) this.#emitKey(keyName(character));
		}
	}

	#emitSequence(sequence: Exclude<EscapeSequence, 'pending'>, text: string): void {
		switch (sequence.type) {
			case 'esc':
				return this.#emitKey('esc');
			case 'alt':
				return this.#emitKey(altKeyName(sequence.character));
			case 'string':
				return this.#emit({type: 'reply', kind: stringKinds[sequence.introducer] ?? 'string', text});
			case 'csi':
				return this.#emit(readCsi(sequence.body));
			case 'ss3':
				return this.#emit(readSs3(sequence.body));
			case 'x10-mouse':
				return this.#emit(readX10Mouse(sequence.bytes));
			case 'broken':
				return undefined;
			default:
				return unreachable(sequence);
		}
	}

	#emit(meaning: Token | Reply | undefined): void {
		if (!meaning) return;
		if (meaning.type === 'reply' || meaning.type === 'focus') this.#options.onReply?.(meaning);
		else this.#options.onToken(meaning);
	}

	#emitKey(key: string | undefined): void {
		if (key !== undefined) this.#options.onToken({type: 'key', key});
	}

	#appendPaste(paste: PasteBuffer, chunk: string): void {
		const rest = paste.append(chunk);
		if (rest === undefined) return;
		this.#closePaste(paste);
		this.#parse(rest);
	}

	#closePaste(paste: PasteBuffer): void {
		this.#paste = undefined;
		const {text, isCut} = paste.close();
		if (text !== '') this.#options.onToken({type: 'paste', text, isBracketed: true, ...(isCut ? {isCut} : {})});
	}

	/** The paste was given up, but its text goes on. One key alone is a key again. */
	#takeOverdue(text: string): string {
		const divided = splitAtPasteEnd(text);
		const isKey = !divided && (text.startsWith('\u001B') || isOneCharacter(text));
		if (divided || isKey) this.#isPasteOverdue = false;
		if (isKey) return text;
		const [pasted, rest] = divided ?? [text, ''];
		if (pasted !== '') this.#options.onToken({type: 'paste', text: pasted, isBracketed: true});
		return rest;
	}

	#arm(): void {
		const waitMs = this.#paste ? pasteMs : patienceMs(this.#pending);
		if (waitMs === undefined) return;
		const {clock} = this.#options;
		this.#cancelTimer = clock.schedule(clock.nowMs() + waitMs, () => this.#expire());
	}

	#expire(): void {
		if (this.#paste) {
			this.#isPasteOverdue = true;
			this.#closePaste(this.#paste);
			return;
		}
		const unfinished = this.#pending;
		this.#pending = '';
		if (unfinished === '\u001B') {
			this.#escapedUntilMs = this.#options.clock.nowMs() + sequenceMs;
			this.#emitKey('esc');
		} else if (unfinished.length === 2) this.#emitKey(altKeyName(unfinished.slice(1)));
	}
}

const stringKinds: Readonly<Record<string, 'osc' | 'dcs'>> = {']': 'osc', P: 'dcs'};

/** How long the rest of a sequence is awaited. */
function patienceMs(pending: string): number | undefined {
	if (pending === '') return undefined;
	if (pending === '\u001B') return escapeMs;
	return pending.length > 2 && ']PX^_'.includes(pending[1] ?? '') ? stringMs : sequenceMs;
}

/** An answer that goes on for ever is not kept; its beginning and end are, to know where it stops. */
function bounded(sequence: string): string {
	return sequence.length <= stringLengthMax ? sequence : sequence.slice(0, 2) + sequence.slice(-1);
}
