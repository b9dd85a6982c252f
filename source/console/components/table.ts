import {cutMiddle, cutToWidth, displayWidth, padToWidth} from '../../payload/safe-text.ts';
import {span, type Line, type Look, type Span} from '../line.ts';

/** A column of a list. Columns appear in the order given; where room is short the highest `priority` numbers go first. */
export type Column<Row> = {
	readonly title: string;
	readonly width: number;
	/** Takes what room is left, at least `width`. At most one. */
	readonly isFlexible?: boolean;
	/** Of the flexible one: more than this would be a gap. */
	readonly widthMax?: number;
	/** Of the flexible one: columns of these priorities come only after it has so much room. */
	readonly wants?: {readonly width: number; readonly before: number};
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
	const flexible = columns.find(({isFlexible}) => isFlexible);
	const wanted = flexible?.wants ? {room: flexible.wants.width - flexible.width, before: flexible.wants.before} : undefined;
	let left = width - marginWidth;
	const chosen = new Set<Column<Row>>();
	for (const {column} of byPriority) {
		const kept = wanted && column.priority >= wanted.before ? wanted.room : 0;
		if (column.width + 1 > left - kept && column.priority > 1) break;
		chosen.add(column);
		left -= column.width + 1;
	}
	return columns
		.filter(column => chosen.has(column))
		.map(column => ({
			column,
			width: column.isFlexible ? Math.min(column.widthMax ?? Number.POSITIVE_INFINITY, column.width + Math.max(0, left)) : column.width,
		}));
}

/** The title of the column at a cell of the row; undefined in the margin and behind the last. */
export function titleAt<Row>(placed: ReadonlyArray<Placed<Row>>, cell: number): string | undefined {
	let end = marginWidth;
	if (cell < end) return undefined;
	return placed.find(({width}) => cell < (end += width + 1))?.column.title;
}

export function headLine<Row>(placed: ReadonlyArray<Placed<Row>>): Line {
	return [span(' '.repeat(marginWidth)), ...placed.map(({column, width}) => span(`${place(column.title, width, column.align)} `, 'dim'))];
}

/** What is said across columns for which a row has no values. */
export type Across = {
	/** Title of the first of them. */
	readonly from: string;
	readonly text: string;
	/** What can be done about it, under the column of that title where it is shown, else at the end. */
	readonly key: {readonly at: string; readonly text: string};
	readonly look: Look;
};

/** One row. Under the cursor the whole row is drawn as selected, with `>` before it. */
export function rowLine<Row>(
	placed: ReadonlyArray<Placed<Row>>,
	row: Row,
	options: {isCursor: boolean; mark: string; across?: Across | undefined},
): Line {
	const {across} = options;
	const from = across ? placed.findIndex(({column}) => column.title === across.from) : -1;
	if (across && from !== -1) {
		const said = acrossText(placed.slice(from), across);
		return [
			...rowLine(placed.slice(0, from), row, {...options, across: undefined}),
			span(said, options.isCursor ? 'selection' : across.look),
		];
	}
	const margin = options.isCursor ? (options.mark === ' ' ? ' > ' : `>${options.mark} `) : ` ${options.mark} `;
	const cells = placed.map(({column, width}) => {
		const {text, look} = column.cell(row);
		const cut = displayWidth(text) <= width ? text : column.cut === 'middle' ? cutMiddle(text, width) : cutToWidth(text, width);
		return span(`${place(cut, width, column.align)} `, options.isCursor ? 'selection' : look);
	});
	return [span(margin, options.isCursor ? 'selection' : undefined), ...cells];
}

function acrossText<Row>(placed: ReadonlyArray<Placed<Row>>, {text, key}: Across): string {
	const widthOf = (some: ReadonlyArray<Placed<Row>>): number => some.reduce((sum, {width}) => sum + width + 1, 0);
	const whole = widthOf(placed);
	const at = placed.findIndex(({column}) => column.title === key.at);
	const room = at === -1 ? whole - displayWidth(key.text) - 1 : widthOf(placed.slice(0, at));
	// What it is matters more than which key tells of it.
	if (displayWidth(text) >= room) return padToWidth(cutToWidth(text, whole), whole);
	return padToWidth(`${padToWidth(text, room)}${key.text}`, whole);
}

function place(text: string, width: number, align: 'left' | 'right'): string {
	return align === 'left' ? padToWidth(text, width) : `${' '.repeat(Math.max(0, width - displayWidth(text)))}${text}`;
}
