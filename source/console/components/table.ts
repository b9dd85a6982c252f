import {cutMiddle, cutToWidth, displayWidth, padToWidth} from '../../payload/safe-text.ts';
import {span, type Line, type Span} from '../line.ts';

/** A column of a list. Columns appear in the order given; where room is short the highest `priority` numbers go first. */
export type Column<Row> = {
	readonly title: string;
	readonly width: number;
	/** Takes what room is left, at least `width`. At most one. */
	readonly isFlexible?: boolean;
	readonly align: 'left' | 'right';
	/** 1 never goes. */
	readonly priority: number;
	/** Names keep their beginning and end, text its beginning. */
	readonly cut?: 'middle' | 'end';
	cell(row: Row): Span;
};

/** Cells before the first column: cursor, mark, kind. */
const marginWidth = 3;

type Placed<Row> = {readonly column: Column<Row>; readonly width: number};

/** Which columns fit, and how wide each is. */
export function layOut<Row>(columns: ReadonlyArray<Column<Row>>, width: number): ReadonlyArray<Placed<Row>> {
	const byPriority = columns
		.map((column, index) => ({column, index}))
		.toSorted((a, b) => a.column.priority - b.column.priority || a.index - b.index);
	let left = width - marginWidth;
	const chosen = new Set<Column<Row>>();
	for (const {column} of byPriority) {
		if (column.width + 1 > left && column.priority > 1) break;
		chosen.add(column);
		left -= column.width + 1;
	}
	return columns
		.filter(column => chosen.has(column))
		.map(column => ({column, width: column.isFlexible ? column.width + Math.max(0, left) : column.width}));
}

export function headLine<Row>(placed: ReadonlyArray<Placed<Row>>): Line {
	return [span(' '.repeat(marginWidth)), ...placed.map(({column, width}) => span(`${place(column.title, width, column.align)} `, 'dim'))];
}

/** One row. Under the cursor the whole row is drawn as selected, with `>` before it. */
export function rowLine<Row>(placed: ReadonlyArray<Placed<Row>>, row: Row, options: {isCursor: boolean; mark: string}): Line {
	const margin = options.isCursor ? (options.mark === ' ' ? ' > ' : `>${options.mark} `) : ` ${options.mark} `;
	const cells = placed.map(({column, width}) => {
		const {text, look} = column.cell(row);
		const cut = displayWidth(text) <= width ? text : column.cut === 'middle' ? cutMiddle(text, width) : cutToWidth(text, width);
		return span(`${place(cut, width, column.align)} `, options.isCursor ? 'selection' : look);
	});
	return [span(margin, options.isCursor ? 'selection' : undefined), ...cells];
}

function place(text: string, width: number, align: 'left' | 'right'): string {
	return align === 'left' ? padToWidth(text, width) : `${' '.repeat(Math.max(0, width - displayWidth(text)))}${text}`;
}
