/**
What the terminal sent, one thing at a time.

`key` is the notation used in the whole console: printable characters stand for themselves (`j`, `G`, `/`, `é`); the rest have names: `up down left right enter esc tab backspace delete home end pageup pagedown insert space`, `f1` to `f12`, `ctrl-a` to `ctrl-z`, and before a name, in this order, `ctrl-`, `alt-`, `shift-`: `alt-x`, `shift-tab`, `ctrl-shift-up`.
*/
export type Token = KeyToken | PasteToken | MouseToken;

export type KeyToken = {readonly type: 'key'; readonly key: string};

/** Pasted text, as it came: it may hold control characters. Without bracketed paste it was told by its speed. */
export type PasteToken = {
	readonly type: 'paste';
	readonly text: string;
	readonly isBracketed: boolean;
	/** There was more than is kept. */
	readonly isCut?: boolean;
};

/** Cells count from 0. */
export type MouseToken = {
	readonly type: 'mouse';
	readonly action: 'press' | 'release' | 'move' | 'wheel-up' | 'wheel-down';
	readonly button: 'left' | 'middle' | 'right' | 'none';
	readonly column: number;
	readonly row: number;
	readonly isShift: boolean;
	readonly isAlt: boolean;
	readonly isCtrl: boolean;
};

/** What nobody typed: focus changes and answers to questions. `text` is the whole sequence. */
export type Reply =
	| {readonly type: 'focus'; readonly isFocused: boolean}
	| {readonly type: 'reply'; readonly kind: 'csi' | 'osc' | 'dcs' | 'string'; readonly text: string};
