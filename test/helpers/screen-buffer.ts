import xterm from '@xterm/headless';
import stringWidth from 'string-width';

/** A colour of a cell: the terminal's default, one of its 256, or 24 bits. */
export type CellColour = 'default' | number | `#${string}`;

export type ScreenCell = {
	/** Empty right of a character of two cells. */
	readonly character: string;
	readonly width: number;
	readonly foreground: CellColour;
	readonly background: CellColour;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isItalic: boolean;
	readonly isUnderlined: boolean;
	readonly isInverse: boolean;
};

export type ScreenBuffer = {
	/** What the program wrote. Done when it returns. */
	write(data: string): void;
	resize(columns: number, rows: number): void;
	/** The screen as text, each line without spaces at its end. */
	lines(): readonly string[];
	text(): string;
	cell(column: number, row: number): ScreenCell;
	columns(): number;
	rows(): number;
	cursor(): {readonly column: number; readonly row: number; readonly isHidden: boolean};
	title(): string;
	isAlternate(): boolean;
	/** Modes that a program must not leave on. */
	modes(): {readonly isBracketedPaste: boolean; readonly isMouse: boolean; readonly isSynchronized: boolean};
	/** Answers of the terminal to what was written, to be sent to the program. */
	onReply(listener: (data: string) => void): void;
};

/** A real terminal's screen in memory: what a person would see of the bytes that a program wrote. */
export function createScreenBuffer(size: {columns: number; rows: number}): ScreenBuffer {
	const terminal = new xterm.Terminal({cols: size.columns, rows: size.rows, allowProposedApi: true, scrollback: 1000, logLevel: 'off'});
	terminal.unicode.register(unicodeWidths());
	terminal.unicode.activeVersion = 'as-string-width';
	let title = '';
	terminal.onTitleChange(changed => (title = changed));
	// The package tells nothing of it: the only way to write without a timer.
	const core = (terminal as unknown as {readonly _core: Core})._core;
	const lines = (): readonly string[] =>
		Array.from(
			{length: terminal.rows},
			(_, row) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ?? '',
		);

	return {
		write: data => core.writeSync(data),
		resize: (columns, rows) => terminal.resize(columns, rows),
		lines,
		text: () => lines().join('\n'),
		cell: (column, row) => readCell(terminal, column, row),
		columns: () => terminal.cols,
		rows: () => terminal.rows,
		cursor: () => ({
			column: terminal.buffer.active.cursorX,
			row: terminal.buffer.active.cursorY,
			isHidden: core.coreService.isCursorHidden,
		}),
		title: () => title,
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		modes: () => ({
			isBracketedPaste: terminal.modes.bracketedPasteMode,
			isMouse: terminal.modes.mouseTrackingMode !== 'none',
			isSynchronized: terminal.modes.synchronizedOutputMode,
		}),
		onReply: listener => void terminal.onData(listener),
	};
}

type Core = {writeSync(data: string): void; readonly coreService: {readonly isCursorHidden: boolean}};

function readCell(terminal: xterm.Terminal, column: number, row: number): ScreenCell {
	const buffer = terminal.buffer.active;
	const cell = buffer.getLine(buffer.baseY + row)?.getCell(column);
	if (!cell) throw new Error(`No cell at column ${column}, row ${row} of ${terminal.cols}x${terminal.rows}`);
	return {
		character: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
		width: cell.getWidth(),
		foreground: cell.isFgDefault() ? 'default' : cell.isFgRGB() ? rgb(cell.getFgColor()) : cell.getFgColor(),
		background: cell.isBgDefault() ? 'default' : cell.isBgRGB() ? rgb(cell.getBgColor()) : cell.getBgColor(),
		isBold: cell.isBold() !== 0,
		isDim: cell.isDim() !== 0,
		isItalic: cell.isItalic() !== 0,
		isUnderlined: cell.isUnderline() !== 0,
		isInverse: cell.isInverse() !== 0,
	};
}

function rgb(value: number): `#${string}` {
	return `#${value.toString(16).padStart(6, '0')}`;
}

/** Widths as today's terminals have them; what the package brings is from 2010, when emoji had one cell. */
function unicodeWidths() {
	const cache = new Map<number, 0 | 1 | 2>();
	function wcwidth(codePoint: number): 0 | 1 | 2 {
		if (codePoint >= 0x20 && codePoint < 0x7f) return 1;
		let width = cache.get(codePoint);
		if (width === undefined) {
			width = Math.min(2, stringWidth(String.fromCodePoint(codePoint))) as 0 | 1 | 2; // A width is never negative.
			cache.set(codePoint, width);
		}
		return width;
	}
	return {
		version: 'as-string-width',
		wcwidth,
		/** The packed form of xterm.js: width in bits 1 and 2, "joins the character before" in bit 0. */
		charProperties(codePoint: number, preceding: number): number {
			const width = wcwidth(codePoint);
			const widthBefore = (preceding >> 1) & 3;
			const isJoined = width === 0 && preceding !== 0 && widthBefore !== 0;
			return ((isJoined ? Math.max(width, widthBefore) : width) << 1) | (isJoined ? 1 : 0);
		},
	};
}
